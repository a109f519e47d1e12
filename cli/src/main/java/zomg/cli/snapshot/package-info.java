/** Snapshots of boxes. */
package zomg.cli.snapshot;
