/**
 * What every adapter of a port must do. An adapter's test implements the interface, gives the port
 * and its hooks, and inherits the cases unchanged.
 */
package zomg.contract;
