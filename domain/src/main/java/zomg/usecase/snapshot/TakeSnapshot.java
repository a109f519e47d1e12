package zomg.usecase.snapshot;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import zomg.model.box.Box;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.snapshot.Description;
import zomg.model.snapshot.Snapshot;
import zomg.model.snapshot.SnapshotState;
import zomg.model.volume.VolumeSnapshot;
import zomg.port.IdSource;
import zomg.port.SnapshotStore;
import zomg.port.Snapshots;
import zomg.usecase.box.OneInstant;
import zomg.usecase.volume.BoxVolumeSnapshots;

/** Takes and removes snapshots of a box whose turn the caller has: intent first, record last. */
public final class TakeSnapshot {

    private final Snapshots snapshots;
    private final SnapshotStore store;
    private final BoxVolumeSnapshots volumes;
    private final OneInstant oneInstant;
    private final IdSource ids;
    private final InstantSource clock;

    public TakeSnapshot(
            Snapshots snapshots,
            SnapshotStore store,
            BoxVolumeSnapshots volumes,
            OneInstant oneInstant,
            IdSource ids,
            InstantSource clock) {
        this.snapshots = snapshots;
        this.store = store;
        this.volumes = volumes;
        this.oneInstant = oneInstant;
        this.ids = ids;
        this.clock = clock;
    }

    /** What of a box is taken. */
    enum Extent {
        ROOT,
        /** With the data volumes that the box may write to. */
        ROOT_AND_VOLUMES
    }

    /**
     * @param name empty for the next number
     * @throws zomg.error.Refusal SNAPSHOT_EXISTS, TOO_MANY_SNAPSHOTS, VOLUME_BUSY, BUSY_WRITING,
     *     INSUFFICIENT_STORAGE
     */
    TakenSnapshot take(
            Box box,
            Optional<SnapshotName> name,
            Description description,
            boolean safety,
            Extent extent) {
        return switch (extent) {
            case ROOT -> take(intended(box, name, description, safety), _ -> List.of());
            case ROOT_AND_VOLUMES ->
                    volumes.holding(
                            box,
                            () ->
                                    take(
                                            intended(box, name, description, safety),
                                            snapshot -> volumes.intend(snapshot, box)));
        };
    }

    private Snapshot intended(
            Box box, Optional<SnapshotName> name, Description description, boolean safety) {
        return Snapshot.intended(
                ids.next(),
                box.uid(),
                box.ref(),
                name.orElseGet(() -> next(box.uid())),
                description,
                safety,
                clock.instant());
    }

    /** The record of the box's own is the first to be there, and the last to be whole. */
    private TakenSnapshot take(Snapshot intended, Function<Snapshot, List<VolumeSnapshot>> more) {
        snapshots.add(intended);
        try {
            List<VolumeSnapshot> with = more.apply(intended);
            Snapshot ready = copy(intended, with);
            List<VolumeSnapshot> withReady = volumes.finish(with);
            snapshots.replace(ready);
            return new TakenSnapshot(ready, withReady);
        } catch (RuntimeException failure) {
            undo(intended, failure);
            throw failure;
        }
    }

    private Snapshot copy(Snapshot intended, List<VolumeSnapshot> with) {
        Uid box = intended.box();
        Set<Uid> writers = new HashSet<>(volumes.writers(with));
        writers.add(box);
        AtomicReference<OptionalLong> bytes = new AtomicReference<>(OptionalLong.empty());
        long frozen =
                oneInstant.copy(
                        intended.uid(),
                        writers,
                        new OneInstant.Copying() {
                            @Override
                            public boolean takesSteps() {
                                return !with.isEmpty() || store.takesSteps(box);
                            }

                            @Override
                            public void flush() {
                                store.flush(box);
                                volumes.flush(with);
                            }

                            @Override
                            public void copy() {
                                bytes.set(store.take(intended.uid(), box));
                                volumes.take(with);
                            }

                            @Override
                            public void discard() {
                                store.delete(intended.uid());
                                volumes.discard(with);
                            }
                        });
        return intended.ready(bytes.get(), frozen);
    }

    private SnapshotName next(Uid box) {
        return SnapshotName.after(snapshots.of(box).stream().map(Snapshot::name));
    }

    /** What cannot be undone now stays recorded as an intent, and is undone later. */
    private void undo(Snapshot intended, RuntimeException failure) {
        try {
            remove(intended);
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    /** For good; also one that is not whole, or is half removed already. */
    public void remove(Snapshot snapshot) {
        if (snapshots.find(snapshot.box(), snapshot.name()).isPresent()
                && !snapshot.is(SnapshotState.DELETING)) {
            snapshots.replace(snapshot.withState(SnapshotState.DELETING));
        }
        store.delete(snapshot.uid());
        volumes.remove(List.of(snapshot));
        snapshots.forget(snapshot.uid());
    }
}
