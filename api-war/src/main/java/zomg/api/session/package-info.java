/** Commands that are talked to, over WebSocket; docs/websocket.md has the protocol. */
package zomg.api.session;
