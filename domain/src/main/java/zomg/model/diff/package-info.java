/** What differs between a snapshot of a box's root and that root. */
package zomg.model.diff;
