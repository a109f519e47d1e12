/** The command that tells what a box has changed. */
package zomg.cli.diff;
