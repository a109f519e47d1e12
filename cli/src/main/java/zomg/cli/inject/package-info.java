/** Copies what its caller can prove to be, to others than zomg, into a box. */
package zomg.cli.inject;
