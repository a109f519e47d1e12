/** Operations over HTTP, and how a request becomes one. */
package zomg.api.operation;
