package zomg.model.box;

import java.util.Optional;
import zomg.model.base.BaseReference;

/** What a user chose about a box. */
public record BoxSpec(
        BaseReference base,
        BoxConfig config,
        Environment environment,
        Tags tags,
        Optional<Port> port,
        GracePeriod grace,
        Isolation isolation) {}
