/** What a shell asks when Tab is pressed. */
package zomg.cli.completion;
