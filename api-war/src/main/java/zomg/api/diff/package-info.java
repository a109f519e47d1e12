/** What differs between boxes and their snapshots, over HTTP. */
package zomg.api.diff;
