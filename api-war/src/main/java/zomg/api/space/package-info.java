/** What boxes and data volumes cost, over HTTP. */
package zomg.api.space;
