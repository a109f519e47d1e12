/**
 * Boxes as namespaces on this machine: one runner call to start a box, one for each command in it,
 * a control group, a routed link and an address for each.
 */
package zomg.local;
