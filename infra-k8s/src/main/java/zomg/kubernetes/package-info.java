/** Boxes as Deployments of a cluster. Types of its client do not leave this package. */
package zomg.kubernetes;
