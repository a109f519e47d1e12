/** WebSockets of the server, whatever goes over them. */
package zomg.cli.socket;
