/** Reading what happened, and keeping it in bounds. */
package zomg.usecase.journal;
