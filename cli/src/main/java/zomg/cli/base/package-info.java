/** The commands about bases. */
package zomg.cli.base;
