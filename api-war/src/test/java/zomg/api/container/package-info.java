/** The war in a real container, on a machine in memory: wiring, filters and errors over HTTP. */
package zomg.api.container;
