/** The commands about the user's settings of the command itself. */
package zomg.cli.config;
