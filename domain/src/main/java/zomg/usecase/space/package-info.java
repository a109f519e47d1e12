/** Tell what boxes and data volumes cost, and who has what counts for them. */
package zomg.usecase.space;
