package zomg.usecase.snapshot;

import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import zomg.model.box.Box;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.snapshot.Description;
import zomg.model.snapshot.Snapshot;
import zomg.model.snapshot.SnapshotState;
import zomg.port.IdSource;
import zomg.port.SnapshotStore;
import zomg.port.Snapshots;
import zomg.usecase.box.OneInstant;

/** Takes and removes snapshots of a box whose turn the caller has: intent first, record last. */
public final class TakeSnapshot {

    private final Snapshots snapshots;
    private final SnapshotStore store;
    private final OneInstant oneInstant;
    private final IdSource ids;
    private final InstantSource clock;

    public TakeSnapshot(
            Snapshots snapshots,
            SnapshotStore store,
            OneInstant oneInstant,
            IdSource ids,
            InstantSource clock) {
        this.snapshots = snapshots;
        this.store = store;
        this.oneInstant = oneInstant;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param name empty for the next number
     * @throws zomg.error.Refusal SNAPSHOT_EXISTS, TOO_MANY_SNAPSHOTS, INSUFFICIENT_STORAGE
     */
    Snapshot take(Box box, Optional<SnapshotName> name, Description description, boolean safety) {
        Snapshot intended =
                Snapshot.intended(
                        ids.next(),
                        box.uid(),
                        box.ref(),
                        name.orElseGet(() -> next(box.uid())),
                        description,
                        safety,
                        clock.instant());
        snapshots.add(intended);
        try {
            Snapshot ready = take(intended);
            snapshots.replace(ready);
            return ready;
        } catch (RuntimeException failure) {
            undo(intended, failure);
            throw failure;
        }
    }

    /** One copy is of one moment by itself; a box with subvolumes of its own needs several. */
    private Snapshot take(Snapshot intended) {
        Uid box = intended.box();
        if (!store.takesSteps(box)) {
            return intended.ready(store.take(intended.uid(), box), 0);
        }
        AtomicReference<OptionalLong> bytes = new AtomicReference<>(OptionalLong.empty());
        long frozen =
                oneInstant.copy(
                        intended.uid(),
                        Set.of(box),
                        new OneInstant.Copying() {
                            @Override
                            public void flush() {
                                store.flush(box);
                            }

                            @Override
                            public void copy() {
                                bytes.set(store.take(intended.uid(), box));
                            }

                            @Override
                            public void discard() {
                                store.delete(intended.uid());
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
        snapshots.forget(snapshot.uid());
    }
}
