package zomg.usecase.setup;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import zomg.model.id.Uid;
import zomg.model.snapshot.Snapshot;
import zomg.model.snapshot.SnapshotState;
import zomg.port.SnapshotStore;
import zomg.port.Snapshots;
import zomg.usecase.setup.Finding.Kind;
import zomg.usecase.setup.Reconcile.Diagnosis;
import zomg.usecase.snapshot.FindSnapshot;
import zomg.usecase.snapshot.ReplaceDisks;
import zomg.usecase.snapshot.TakeSnapshot;

/** Compares the records of snapshots with what is kept on disk. */
public final class SnapshotCheck {

    private final Snapshots snapshots;
    private final SnapshotStore store;
    private final TakeSnapshot takeSnapshot;
    private final ReplaceDisks replaceDisks;

    public SnapshotCheck(
            Snapshots snapshots,
            SnapshotStore store,
            TakeSnapshot takeSnapshot,
            ReplaceDisks replaceDisks) {
        this.snapshots = snapshots;
        this.store = store;
        this.takeSnapshot = takeSnapshot;
        this.replaceDisks = replaceDisks;
    }

    /** What is on disk. */
    Set<Uid> kept() {
        return store.list();
    }

    /** All records, page after page. */
    Stream<Snapshot> all() {
        return FindSnapshot.all(snapshots);
    }

    /** Boxes that have a part of what a snapshot keeps: they must not start before the rest. */
    Set<Uid> halfRestored() {
        return all().filter(snapshot -> snapshot.is(SnapshotState.RESTORING))
                .map(Snapshot::box)
                .collect(Collectors.toSet());
    }

    /** The record as it is now, if it is still there. */
    Optional<Snapshot> again(Snapshot snapshot) {
        return snapshots
                .find(snapshot.box(), snapshot.name())
                .filter(now -> now.uid().equals(snapshot.uid()));
    }

    /** What is wrong with one; whoever mends it has the turn of its box. */
    Optional<Diagnosis> diagnose(Snapshot snapshot, Set<Uid> kept) {
        return switch (snapshot.state()) {
            case CREATING -> unfinished(snapshot, "its create was cut off", takeSnapshot::remove);
            case DELETING -> unfinished(snapshot, "its delete was cut off", takeSnapshot::remove);
            case RESTORING -> unfinished(snapshot, "its restore was cut off", replaceDisks::finish);
            case LOST -> Optional.empty();
            case READY ->
                    kept.contains(snapshot.uid()) || kept().contains(snapshot.uid())
                            ? Optional.empty()
                            : Optional.of(lost(snapshot));
        };
    }

    private static Optional<Diagnosis> unfinished(
            Snapshot snapshot, String sentence, Consumer<Snapshot> mend) {
        return Optional.of(
                new Diagnosis(
                        Finding.of(snapshot, Kind.UNFINISHED, sentence),
                        "left unfinished",
                        () -> mend.accept(snapshot)));
    }

    private Diagnosis lost(Snapshot snapshot) {
        String sentence = "what it kept is gone";
        return new Diagnosis(
                Finding.of(snapshot, Kind.LOST_SNAPSHOT, sentence),
                sentence,
                () -> snapshots.replace(snapshot.withState(SnapshotState.LOST)));
    }

    /** Something on disk that no record names. */
    Diagnosis unnamed(Uid kept, Set<Uid> forgotten) {
        return forgotten.contains(kept)
                ? new Diagnosis(
                        Finding.of(
                                kept,
                                Kind.DELETED_SNAPSHOT,
                                "what a deleted snapshot kept is still there"),
                        "deleted before",
                        () -> store.delete(kept))
                : new Diagnosis(
                        Finding.of(kept, Kind.ORPHAN_SNAPSHOT, "no record names this snapshot"),
                        "no record",
                        () -> store.setAside(kept));
    }
}
