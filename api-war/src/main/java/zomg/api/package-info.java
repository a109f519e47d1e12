/**
 * The edge towards HTTP, and the only place that knows Jakarta EE and MicroProfile. Resources are
 * thin: values in, one use case, a wire record out. Only {@code wiring} knows the adapters.
 */
package zomg.api;
