/** Bases over HTTP. */
package zomg.api.base;
