/** The commands about boxes. */
package zomg.cli.box;
