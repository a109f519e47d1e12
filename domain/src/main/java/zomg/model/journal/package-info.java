/** What happened to records: what, to whom, why, by whom. Nothing in here says who reads it. */
package zomg.model.journal;
