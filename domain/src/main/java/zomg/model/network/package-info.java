/** What goes into boxes, and comes out of them, over the network. */
package zomg.model.network;
