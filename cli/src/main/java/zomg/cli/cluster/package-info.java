/** Bringing the server into a cluster, by kubectl. */
package zomg.cli.cluster;
