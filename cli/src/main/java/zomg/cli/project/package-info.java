/** The commands about projects. */
package zomg.cli.project;
