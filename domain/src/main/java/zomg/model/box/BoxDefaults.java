package zomg.model.box;

/** What a new box gets from its server where nothing is asked for; a fork inherits instead. */
public record BoxDefaults(BoxConfig config, GracePeriod grace, IsolationLevels isolation) {}
