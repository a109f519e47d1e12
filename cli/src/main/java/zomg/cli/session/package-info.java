/**
 * A command in a box that talks while it runs: its protocol over a WebSocket, and the terminal and
 * the signals at this end. Other commands load no class of the WebSocket.
 */
package zomg.cli.session;
