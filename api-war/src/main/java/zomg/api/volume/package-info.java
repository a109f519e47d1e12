/** Data volumes over HTTP. */
package zomg.api.volume;
