package zomg.memory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.journal.Change;
import zomg.model.volume.VolumeSnapshot;
import zomg.port.VolumeSnapshots;

/** Records of volumes' snapshots in memory, beside those of the volumes. */
public final class InMemoryVolumeSnapshots implements VolumeSnapshots {

    private final Map<Uid, VolumeSnapshot> records;
    private final InMemoryBoxes boxes;
    private final InMemoryJournal journal;

    public InMemoryVolumeSnapshots(InMemoryBoxes boxes, InMemoryJournal journal) {
        this.records = boxes.volumeSnapshots();
        this.boxes = boxes;
        this.journal = journal;
    }

    @Override
    public void add(VolumeSnapshot snapshot) {
        synchronized (boxes) {
            if (!boxes.volumes().containsKey(snapshot.volume())) {
                throw new Refusal(
                        ErrorCode.VOLUME_NOT_FOUND,
                        "there is no volume %s any more".formatted(snapshot.of()));
            }
            if (find(snapshot.volume(), snapshot.name()).isPresent()) {
                throw new Refusal(
                        ErrorCode.SNAPSHOT_EXISTS,
                        "there is a snapshot %s already".formatted(snapshot.name()));
            }
            if (list(snapshot.volume()).size() >= VolumeSnapshot.MOST) {
                throw new Refusal(ErrorCode.TOO_MANY_SNAPSHOTS, "no more snapshots");
            }
            journal.add(Change.added(snapshot));
            records.put(snapshot.uid(), snapshot);
        }
    }

    @Override
    public Optional<VolumeSnapshot> find(Uid volume, SnapshotName name) {
        return list(volume).stream().filter(one -> one.name().equals(name)).findFirst();
    }

    @Override
    public List<VolumeSnapshot> list(Uid volume) {
        synchronized (boxes) {
            return records.values().stream()
                    .filter(one -> one.volume().equals(volume))
                    .sorted(
                            Comparator.comparing(VolumeSnapshot::createdAt)
                                    .thenComparing(VolumeSnapshot::uid))
                    .toList();
        }
    }

    @Override
    public List<VolumeSnapshot> page(Query query) {
        synchronized (boxes) {
            return records.values().stream()
                    .filter(
                            one ->
                                    query.after()
                                            .map(uid -> one.uid().compareTo(uid) > 0)
                                            .orElse(true))
                    .sorted(Comparator.comparing(VolumeSnapshot::uid))
                    .limit(query.limit())
                    .toList();
        }
    }

    @Override
    public List<VolumeSnapshot> takenWith(Set<Uid> boxSnapshots) {
        synchronized (boxes) {
            return records.values().stream()
                    .filter(one -> one.takenWith().filter(boxSnapshots::contains).isPresent())
                    .sorted(Comparator.comparing(VolumeSnapshot::of))
                    .toList();
        }
    }

    @Override
    public void replace(VolumeSnapshot snapshot) {
        synchronized (boxes) {
            if (!records.containsKey(snapshot.uid())) {
                throw new Refusal(
                        ErrorCode.SNAPSHOT_NOT_FOUND,
                        "there is no snapshot %s any more".formatted(snapshot.name()));
            }
            journal.add(Change.replaced(snapshot));
            records.put(snapshot.uid(), snapshot);
        }
    }

    @Override
    public void forget(Uid snapshot) {
        synchronized (boxes) {
            VolumeSnapshot known = records.get(snapshot);
            if (known != null) {
                journal.add(Change.deleted(known));
                records.remove(snapshot);
                boxes.bury(snapshot);
            }
        }
    }

    /** To look at. */
    public Map<Uid, VolumeSnapshot> all() {
        synchronized (boxes) {
            return new HashMap<>(records);
        }
    }
}
