package zomg.cli.support;

/** One data volume as the caller means it. */
public record VolumeRef(String project, String name) {}
