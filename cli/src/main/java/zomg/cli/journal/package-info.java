/** Commands that tell what happened. */
package zomg.cli.journal;
