/** What people do with snapshots of boxes. */
package zomg.usecase.snapshot;
