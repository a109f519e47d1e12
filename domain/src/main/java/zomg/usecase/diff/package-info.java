/** What can be told of the difference between a box and its snapshots. */
package zomg.usecase.diff;
