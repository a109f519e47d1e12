/** Connections into boxes, over WebSocket; docs/tunnel.md has the protocol. */
package zomg.api.tunnel;
