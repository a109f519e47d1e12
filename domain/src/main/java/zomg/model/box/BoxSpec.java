package zomg.model.box;

import java.util.Optional;
import zomg.model.base.BaseReference;
import zomg.model.volume.Attachments;

/** What a user chose about a box. */
public record BoxSpec(
        BaseReference base,
        BoxConfig config,
        Environment environment,
        Tags tags,
        Optional<Port> port,
        GracePeriod grace,
        Isolation isolation,
        Attachments volumes) {

    public BoxSpec withVolumes(Attachments next) {
        return new BoxSpec(base, config, environment, tags, port, grace, isolation, next);
    }
}
