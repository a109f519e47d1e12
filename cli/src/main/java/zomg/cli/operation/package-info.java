/** Commands about operations, and how other commands wait for them. */
package zomg.cli.operation;
