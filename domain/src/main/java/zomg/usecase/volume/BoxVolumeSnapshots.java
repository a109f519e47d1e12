package zomg.usecase.volume;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.id.VolumeRef;
import zomg.model.snapshot.Description;
import zomg.model.snapshot.Snapshot;
import zomg.model.volume.Attachment;
import zomg.model.volume.VolumeSnapshot;
import zomg.model.volume.VolumeStatus;
import zomg.port.IdSource;
import zomg.port.VolumeSnapshotStore;
import zomg.port.VolumeSnapshots;
import zomg.port.VolumeStore;
import zomg.port.Volumes;

/**
 * The snapshots of data volumes that are taken with one of a box, of each volume that the box may
 * write to. Each is one of its volume like any other, and goes with the box's.
 */
public final class BoxVolumeSnapshots {

    private final Volumes volumes;
    private final VolumeStore disks;
    private final VolumeSnapshots snapshots;
    private final VolumeSnapshotStore store;
    private final VolumeTurns turns;
    private final IdSource ids;
    private final InstantSource clock;

    public BoxVolumeSnapshots(
            Volumes volumes,
            VolumeStore disks,
            VolumeSnapshots snapshots,
            VolumeSnapshotStore store,
            VolumeTurns turns,
            IdSource ids,
            InstantSource clock) {
        this.volumes = volumes;
        this.disks = disks;
        this.snapshots = snapshots;
        this.store = store;
        this.turns = turns;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Does something while nobody else changes the volumes that the box may write to.
     *
     * @throws Refusal VOLUME_BUSY
     */
    public <T> T holding(Box box, Supplier<T> work) {
        return turns.takeAll(writable(box).map(one -> ref(box, one)).toList(), work);
    }

    private static Stream<Attachment> writable(Box box) {
        return box.spec().volumes().all().stream().filter(one -> !one.mount().readOnly());
    }

    private static VolumeRef ref(Box box, Attachment one) {
        return new VolumeRef(box.ref().project(), one.mount().name());
    }

    /**
     * Records that those of a box will be taken, whose own is recorded.
     *
     * @throws Refusal VOLUME_BUSY for a volume whose disk is not there wholly, TOO_MANY_SNAPSHOTS
     */
    public List<VolumeSnapshot> intend(Snapshot snapshot, Box box) {
        List<VolumeSnapshot> intended = new ArrayList<>();
        for (Attachment one : writable(box).toList()) {
            VolumeRef ref = ref(box, one);
            volumes.find(ref).ifPresent(BoxVolumes::requireWhole);
            intended.add(intend(snapshot, one.volume(), ref));
        }
        return List.copyOf(intended);
    }

    private VolumeSnapshot intend(Snapshot snapshot, Uid volume, VolumeRef ref) {
        Uid uid = ids.next();
        String name = "%s-%s".formatted(snapshot.ref().name(), snapshot.name());
        VolumeSnapshot plain =
                new VolumeSnapshot(
                        uid,
                        volume,
                        ref,
                        new SnapshotName(GeneratedNames.fitting(name, uid)),
                        Optional.of(
                                new Description(
                                        "with snapshot %s of box %s"
                                                .formatted(
                                                        snapshot.name(), snapshot.ref().name()))),
                        Optional.of(snapshot.uid()),
                        VolumeStatus.CREATING,
                        clock.instant());
        try {
            snapshots.add(plain);
            return plain;
        } catch (Refusal taken) {
            if (taken.code() != ErrorCode.SNAPSHOT_EXISTS) {
                throw taken;
            }
        }
        VolumeSnapshot unique = plain.withName(new SnapshotName(GeneratedNames.unique(name, uid)));
        snapshots.add(unique);
        return unique;
    }

    /** So that there is little left to write. */
    public void flush(List<VolumeSnapshot> intended) {
        intended.forEach(one -> disks.flush(one.volume()));
    }

    public void take(List<VolumeSnapshot> intended) {
        intended.forEach(one -> store.take(one.uid(), one.volume()));
    }

    /** Of what is not all of one moment. */
    public void discard(List<VolumeSnapshot> intended) {
        intended.forEach(one -> store.delete(one.uid()));
    }

    /** Records that they are whole. */
    public List<VolumeSnapshot> finish(List<VolumeSnapshot> intended) {
        List<VolumeSnapshot> ready =
                intended.stream().map(one -> one.withStatus(VolumeStatus.READY)).toList();
        ready.forEach(snapshots::replace);
        return ready;
    }

    /** The boxes that may write to what is taken. */
    public Set<Uid> writers(List<VolumeSnapshot> intended) {
        return intended.stream()
                .flatMap(one -> volumes.boxesWith(one.volume()).stream())
                .map(Box::uid)
                .collect(Collectors.toSet());
    }

    /**
     * Those that were taken with this one of a box, of volumes that the box may write to now.
     *
     * @throws Refusal SNAPSHOT_NOT_FOUND for one whose disk is gone
     */
    public List<VolumeSnapshot> restorable(Snapshot snapshot, Box box) {
        Set<Uid> writable = writable(box).map(Attachment::volume).collect(Collectors.toSet());
        List<VolumeSnapshot> found =
                of(List.of(snapshot)).stream()
                        .filter(one -> writable.contains(one.volume()))
                        .toList();
        found.forEach(SnapshotVolume::requireWhole);
        return found;
    }

    /** Does something while nobody else changes their volumes. */
    public <T> T holding(List<VolumeSnapshot> those, Supplier<T> work) {
        return turns.takeAll(those.stream().map(VolumeSnapshot::of).toList(), work);
    }

    /**
     * @throws Refusal VOLUME_BUSY if the disk of one of their volumes is not there wholly
     */
    public void requireVolumes(List<VolumeSnapshot> those) {
        those.forEach(one -> volumes.find(one.of()).ifPresent(BoxVolumes::requireWhole));
    }

    /** Other boxes that have one of their volumes. */
    public List<Box> othersWith(List<VolumeSnapshot> those, Box box) {
        return those.stream()
                .flatMap(one -> volumes.boxesWith(one.volume()).stream())
                .filter(other -> !other.uid().equals(box.uid()))
                .distinct()
                .toList();
    }

    /** Makes their volumes what they keep, one after the other; doing it again is doing it once. */
    public void restore(List<VolumeSnapshot> those) {
        those.forEach(one -> store.restore(one.uid(), one.volume()));
    }

    /** Those that were taken with these of boxes. */
    public List<VolumeSnapshot> of(Collection<Snapshot> boxSnapshots) {
        return boxSnapshots.isEmpty()
                ? List.of()
                : snapshots.takenWith(
                        boxSnapshots.stream().map(Snapshot::uid).collect(Collectors.toSet()));
    }

    /**
     * Removes those that were taken with these of boxes. One whose volume somebody is at work on
     * goes with the next comparison, to which it is one without the box's.
     */
    public void remove(Collection<Snapshot> boxSnapshots) {
        of(boxSnapshots).forEach(one -> turns.takeIfFree(one.of(), () -> removeNow(one.uid())));
    }

    private boolean removeNow(Uid snapshot) {
        snapshots.forget(snapshot);
        store.delete(snapshot);
        return true;
    }
}
