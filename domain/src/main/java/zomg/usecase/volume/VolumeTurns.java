package zomg.usecase.volume;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.VolumeRef;
import zomg.usecase.place.Turns;

/**
 * One change at a time for each data volume; that a box records one is a change of it too. Who has
 * a box's turn may take those of volumes; who has a volume's may take a box's only if it is free.
 */
public final class VolumeTurns {

    private final Turns<VolumeRef> turns;

    public VolumeTurns(Duration patience) {
        this.turns = new Turns<>(patience, ErrorCode.VOLUME_BUSY, "volume");
    }

    /**
     * @throws Refusal VOLUME_BUSY if another change of the volume does not end in time
     */
    public <T> T take(VolumeRef ref, Supplier<T> change) {
        return turns.take(ref, change);
    }

    /**
     * Those of all of them at the same time.
     *
     * @throws Refusal likewise
     */
    public <T> T takeAll(Collection<VolumeRef> refs, Supplier<T> change) {
        return takeRest(refs.stream().distinct().sorted().toList(), change);
    }

    private <T> T takeRest(List<VolumeRef> rest, Supplier<T> change) {
        return rest.isEmpty()
                ? change.get()
                : turns.take(rest.getFirst(), () -> takeRest(rest.subList(1, rest.size()), change));
    }

    /** As {@link #take}, but without waiting: empty if somebody else has the turn. */
    public <T> Optional<T> takeIfFree(VolumeRef ref, Supplier<T> change) {
        return turns.takeIfFree(ref, change);
    }
}
