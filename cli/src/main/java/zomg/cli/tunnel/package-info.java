/**
 * Connections from here into a box, over one WebSocket; docs/tunnel.md has the protocol. Other
 * commands load no class of it.
 */
package zomg.cli.tunnel;
