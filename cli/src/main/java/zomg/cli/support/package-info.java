/**
 * What every command stands on: the terminal, the environment, which server and which box is meant,
 * HTTP, output and failures. Nothing here knows a single command.
 */
package zomg.cli.support;
