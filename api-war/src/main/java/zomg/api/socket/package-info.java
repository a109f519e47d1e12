/** What all WebSockets have in common. */
package zomg.api.socket;
