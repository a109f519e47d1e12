package zomg.cli.support;

/**
 * One box as the caller means it.
 *
 * @param typed what stood on the command line, for what is said about it
 */
public record BoxRef(String project, String name, String typed) {}
