package zomg.memory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.id.Uid;
import zomg.model.id.VolumeRef;
import zomg.model.journal.Change;
import zomg.model.volume.Volume;
import zomg.port.Boxes;
import zomg.port.Volumes;

/** Volume records in memory. They change while no box comes or goes. */
public final class InMemoryVolumes implements Volumes {

    private final Map<Uid, Volume> records;
    private final InMemoryBoxes boxes;
    private final InMemoryJournal journal;

    public InMemoryVolumes(InMemoryBoxes boxes, InMemoryJournal journal) {
        this.records = boxes.volumes();
        this.boxes = boxes;
        this.journal = journal;
    }

    /** As it was before a power cut took the last changes; empty if there was none. */
    public void restore(Uid uid, Optional<Volume> record) {
        synchronized (boxes) {
            records.remove(uid);
            record.ifPresent(known -> records.put(uid, known));
        }
    }

    @Override
    public void add(Volume volume) {
        synchronized (boxes) {
            if (find(volume.ref()).isPresent()) {
                throw new Refusal(
                        ErrorCode.VOLUME_EXISTS, "there is a volume %s".formatted(volume.ref()));
            }
            journal.add(Change.added(volume));
            records.put(volume.uid(), volume);
        }
    }

    @Override
    public Optional<Volume> find(VolumeRef ref) {
        synchronized (boxes) {
            return records.values().stream().filter(one -> one.ref().equals(ref)).findFirst();
        }
    }

    @Override
    public List<Volume> list(Query query) {
        synchronized (boxes) {
            return records.values().stream()
                    .filter(one -> query.owned() || one.isPublic())
                    .filter(one -> query.project().map(one.ref().project()::equals).orElse(true))
                    .filter(
                            one ->
                                    query.after()
                                            .map(after -> one.ref().compareTo(after) > 0)
                                            .orElse(true))
                    .sorted(Comparator.comparing(Volume::ref))
                    .limit(query.limit())
                    .toList();
        }
    }

    @Override
    public List<Volume> ownedBy(Uid box) {
        synchronized (boxes) {
            return records.values().stream()
                    .filter(one -> one.owner().equals(Optional.of(box)))
                    .sorted(Comparator.comparing(Volume::ref))
                    .toList();
        }
    }

    @Override
    public List<Box> boxesWith(Uid volume) {
        return Boxes.Query.everything()
                .in(boxes)
                .filter(box -> box.spec().volumes().has(volume))
                .toList();
    }

    @Override
    public void replace(Volume volume) {
        synchronized (boxes) {
            Volume before = records.get(volume.uid());
            if (before == null) {
                throw new Refusal(
                        ErrorCode.VOLUME_NOT_FOUND,
                        "there is no volume %s any more".formatted(volume.ref()));
            }
            journal.add(Change.replaced(before, volume));
            records.put(volume.uid(), volume);
        }
    }

    @Override
    public void forget(Uid volume) {
        synchronized (boxes) {
            Volume known = records.get(volume);
            if (known == null) {
                return;
            }
            boxesWith(volume).stream()
                    .findFirst()
                    .ifPresent(
                            box -> {
                                throw new Refusal(
                                        ErrorCode.VOLUME_IN_USE,
                                        "volume %s is attached to box %s; detach it first"
                                                .formatted(known.ref().name(), box.ref().name()));
                            });
            journal.add(Change.deleted(known));
            records.remove(volume);
            boxes.bury(volume);
            boxes.volumeSnapshots()
                    .values()
                    .removeIf(
                            snapshot -> {
                                boolean own = snapshot.volume().equals(volume);
                                if (own) {
                                    boxes.bury(snapshot.uid());
                                }
                                return own;
                            });
        }
    }

    /** To look at. */
    public Map<Uid, Volume> all() {
        synchronized (boxes) {
            return new HashMap<>(records);
        }
    }
}
