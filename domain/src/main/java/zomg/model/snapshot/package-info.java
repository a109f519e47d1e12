/** Roots of boxes as they were at one moment. */
package zomg.model.snapshot;
