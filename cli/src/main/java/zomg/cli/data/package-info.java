/** The commands about data volumes. */
package zomg.cli.data;
