/** What boxes and data volumes cost. */
package zomg.cli.space;
