/** Snapshots of boxes over HTTP. */
package zomg.api.snapshot;
