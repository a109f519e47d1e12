/** Files and directories between this machine and boxes. */
package zomg.cli.file;
