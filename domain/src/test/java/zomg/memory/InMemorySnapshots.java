package zomg.memory;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.journal.Change;
import zomg.model.snapshot.Snapshot;
import zomg.port.Snapshots;

/** Snapshot records in memory. */
public final class InMemorySnapshots implements Snapshots {

    private final NavigableMap<Uid, Snapshot> records = new TreeMap<>();
    private final InMemoryBoxes boxes;
    private final InMemoryJournal journal;
    private final NextFailure replaceFailure = new NextFailure();

    public InMemorySnapshots(InMemoryBoxes boxes, InMemoryJournal journal) {
        this.boxes = boxes;
        this.journal = journal;
        boxes.alsoForget(this::forgetOf);
    }

    public void failNextReplace(RuntimeException failure) {
        replaceFailure.prepare(failure);
    }

    @Override
    public synchronized void add(Snapshot snapshot) {
        if (boxes.find(snapshot.ref()).filter(box -> box.uid().equals(snapshot.box())).isEmpty()) {
            throw new Refusal(ErrorCode.BOX_NOT_FOUND, "there is no box " + snapshot.ref());
        }
        if (find(snapshot.box(), snapshot.name()).isPresent()) {
            throw new Refusal(ErrorCode.SNAPSHOT_EXISTS, "there is a snapshot " + snapshot.name());
        }
        if (of(snapshot.box()).size() >= MOST) {
            throw new Refusal(
                    ErrorCode.TOO_MANY_SNAPSHOTS, "the box has %d already".formatted(MOST));
        }
        journal.add(Change.added(snapshot));
        records.put(snapshot.uid(), snapshot);
    }

    @Override
    public synchronized Optional<Snapshot> find(Uid box, SnapshotName name) {
        return of(box).stream().filter(snapshot -> snapshot.name().equals(name)).findFirst();
    }

    @Override
    public synchronized List<Snapshot> of(Uid box) {
        return records.values().stream()
                .filter(snapshot -> snapshot.box().equals(box))
                .sorted(Comparator.comparing(Snapshot::createdAt).thenComparing(Snapshot::uid))
                .toList();
    }

    @Override
    public synchronized List<Snapshot> page(Optional<Uid> after, int limit) {
        return after.map(uid -> records.tailMap(uid, false)).orElse(records).values().stream()
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void replace(Snapshot snapshot) {
        replaceFailure.strike();
        Snapshot before = known(snapshot);
        if (!before.equals(snapshot)) {
            journal.add(Change.replaced(before, snapshot));
            records.put(snapshot.uid(), snapshot);
        }
    }

    @Override
    public synchronized void restored(Snapshot snapshot, Instant when) {
        Snapshot now = known(snapshot).restored(when);
        journal.add(Change.restored(now));
        records.put(now.uid(), now);
    }

    private Snapshot known(Snapshot snapshot) {
        return Optional.ofNullable(records.get(snapshot.uid()))
                .orElseThrow(
                        () ->
                                new Refusal(
                                        ErrorCode.SNAPSHOT_NOT_FOUND,
                                        "there is no snapshot " + snapshot.name()));
    }

    @Override
    public synchronized void forget(Uid uid) {
        Snapshot known = records.remove(uid);
        if (known != null) {
            journal.add(Change.forgotten(known));
            boxes.bury(uid);
        }
    }

    private synchronized void forgetOf(Uid box) {
        of(box).forEach(
                        snapshot -> {
                            records.remove(snapshot.uid());
                            boxes.bury(snapshot.uid());
                        });
    }
}
