/** What goes into boxes, and comes out of them, over the network; and by which names. */
package zomg.model.network;
