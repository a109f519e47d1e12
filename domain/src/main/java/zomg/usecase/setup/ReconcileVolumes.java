package zomg.usecase.setup;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import zomg.model.box.Box;
import zomg.model.id.Uid;
import zomg.model.id.VolumeRef;
import zomg.model.snapshot.Snapshot;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeSnapshot;
import zomg.model.volume.VolumeStatus;
import zomg.port.Boxes;
import zomg.port.VolumeLimits;
import zomg.port.VolumeSnapshotStore;
import zomg.port.VolumeSnapshots;
import zomg.port.VolumeStore;
import zomg.port.Volumes;
import zomg.usecase.setup.Finding.Kind;
import zomg.usecase.setup.Reconcile.Diagnosis;
import zomg.usecase.volume.VolumeTurns;

/**
 * Compares the records of data volumes and their snapshots with their disks, and with the boxes
 * that own some: an unfinished create is undone, an unfinished restore settled, and what was made
 * for a box goes when that box is gone. A volume whose turn somebody has is left to them; one that
 * is owned, and its box there, is its box's.
 */
public final class ReconcileVolumes {

    private static final String UNFINISHED = "left unfinished";
    private static final String CUT_OFF = "its create was cut off";
    private static final String GONE = "its disk is gone";

    private final Volumes volumes;
    private final VolumeStore store;
    private final VolumeLimits limits;
    private final VolumeSnapshots snapshots;
    private final VolumeSnapshotStore snapshotStore;
    private final SnapshotCheck snapshotCheck;
    private final Boxes boxes;
    private final VolumeTurns turns;
    private final InstantSource clock;

    public ReconcileVolumes(
            Volumes volumes,
            VolumeStore store,
            VolumeLimits limits,
            VolumeSnapshots snapshots,
            VolumeSnapshotStore snapshotStore,
            SnapshotCheck snapshotCheck,
            Boxes boxes,
            VolumeTurns turns,
            InstantSource clock) {
        this.volumes = volumes;
        this.store = store;
        this.limits = limits;
        this.snapshots = snapshots;
        this.snapshotStore = snapshotStore;
        this.snapshotCheck = snapshotCheck;
        this.boxes = boxes;
        this.turns = turns;
        this.clock = clock;
    }

    /**
     * Volumes are read before boxes: the owner of one that was there has been there, so an owner
     * that is not there then is gone. So it is with snapshots of volumes and of boxes.
     *
     * @param seen disks as they were before
     * @param mended what becomes of a diagnosis
     */
    List<Finding> compare(Leftovers.Seen seen, Function<Diagnosis, Finding> mended) {
        List<Volume> all = Volumes.Query.all(volumes).toList();
        Set<Uid> owners = owners(all);
        List<Finding> findings = new ArrayList<>();
        for (Volume volume : all) {
            inTurn(
                    volume.ref(),
                    diagnose(volume, seen.dataVolumes(), owners),
                    () ->
                            volumes.find(volume.ref())
                                    .filter(found -> found.uid().equals(volume.uid()))
                                    .flatMap(found -> diagnose(found, seen.dataVolumes(), owners)),
                    mended,
                    findings);
        }
        List<VolumeSnapshot> taken = VolumeSnapshots.Query.all(snapshots).toList();
        Set<Uid> with = boxSnapshots(taken);
        for (VolumeSnapshot snapshot : taken) {
            inTurn(
                    snapshot.of(),
                    diagnose(snapshot, seen.volumeSnapshots(), with),
                    () -> again(snapshot, seen.volumeSnapshots(), with),
                    mended,
                    findings);
        }
        return findings;
    }

    /** What does not go now is tried again the next time, and harms nobody until then. */
    void sweep() {
        try {
            limits.sweep();
        } catch (RuntimeException _) {
            // No volume hangs on it.
        }
    }

    /** Most are in order, which is seen without taking their turn. */
    private void inTurn(
            VolumeRef ref,
            Optional<Diagnosis> suspected,
            Supplier<Optional<Diagnosis>> again,
            Function<Diagnosis, Finding> mended,
            List<Finding> findings) {
        if (suspected.isPresent()) {
            turns.takeIfFree(ref, () -> again.get().map(mended))
                    .flatMap(Function.identity())
                    .ifPresent(findings::add);
        }
    }

    private Set<Uid> owners(List<Volume> all) {
        return all.stream().allMatch(Volume::isPublic)
                ? Set.of()
                : Boxes.Query.everything().in(boxes).map(Box::uid).collect(Collectors.toSet());
    }

    private Optional<Diagnosis> diagnose(Volume volume, Set<Uid> disksThere, Set<Uid> owners) {
        boolean owned = !volume.isPublic();
        if (owned && !owners.contains(volume.owner().get())) {
            return unfinished(
                    Finding.of(volume, Kind.UNFINISHED, "the box that it was made for is gone"),
                    () -> remove(volume));
        }
        return switch (volume.status()) {
            case CREATING ->
                    owned
                            ? Optional.empty()
                            : unfinished(
                                    Finding.of(volume, Kind.UNFINISHED, CUT_OFF),
                                    () -> remove(volume));
            case RESTORING ->
                    unfinished(
                            Finding.of(volume, Kind.UNFINISHED, "its restore was cut off"),
                            () -> settle(volume));
            case READY -> lost(volume, disksThere).or(() -> limited(volume, disksThere, owned));
            case LOST -> Optional.empty();
        };
    }

    private static Optional<Diagnosis> unfinished(Finding finding, Runnable mend) {
        return Optional.of(new Diagnosis(finding, UNFINISHED, mend));
    }

    /** The record goes first, as of any delete. */
    private void remove(Volume volume) {
        volumes.forget(volume.uid());
        store.delete(volume.uid());
    }

    /** It has what it had, or all of the snapshot. */
    private void settle(Volume volume) {
        snapshotStore.tidy(volume.uid());
        volumes.replace(volume.withStatus(VolumeStatus.READY, clock.instant()));
    }

    /** Asked again, because the disk may have been made since. */
    private Optional<Diagnosis> lost(Volume volume, Set<Uid> disksThere) {
        if (disksThere.contains(volume.uid()) || store.list().contains(volume.uid())) {
            return Optional.empty();
        }
        return Optional.of(
                new Diagnosis(
                        Finding.of(volume, Kind.LOST_VOLUME, GONE),
                        GONE,
                        () ->
                                volumes.replace(
                                        volume.withStatus(VolumeStatus.LOST, clock.instant()))));
    }

    /** A copy of a snapshot or a restore may have been cut off while its limit was lifted. */
    private Optional<Diagnosis> limited(Volume volume, Set<Uid> disksThere, boolean owned) {
        if (owned
                || !disksThere.contains(volume.uid())
                || limits.limit(volume.uid()).equals(volume.storage())) {
            return Optional.empty();
        }
        return Optional.of(
                new Diagnosis(
                        Finding.of(
                                volume,
                                Kind.INCOMPLETE,
                                "its storage limit is not that of its record"),
                        "not as recorded",
                        () -> limits.limit(volume.uid(), volume.storage())));
    }

    private Optional<Diagnosis> again(VolumeSnapshot snapshot, Set<Uid> disksThere, Set<Uid> with) {
        return snapshots
                .find(snapshot.volume(), snapshot.name())
                .filter(found -> found.uid().equals(snapshot.uid()))
                .flatMap(found -> diagnose(found, disksThere, with));
    }

    /** Read after those that were taken with them: what is not there then is gone. */
    private Set<Uid> boxSnapshots(List<VolumeSnapshot> taken) {
        return taken.stream().allMatch(one -> one.takenWith().isEmpty())
                ? Set.of()
                : snapshotCheck.all().map(Snapshot::uid).collect(Collectors.toSet());
    }

    private Optional<Diagnosis> diagnose(
            VolumeSnapshot snapshot, Set<Uid> disksThere, Set<Uid> with) {
        if (snapshot.takenWith().filter(one -> !with.contains(one)).isPresent()) {
            return unfinished(
                    Finding.of(
                            snapshot,
                            Kind.UNFINISHED,
                            "the snapshot of a box that it was taken with is gone"),
                    () -> remove(snapshot));
        }
        if (snapshot.is(VolumeStatus.CREATING)) {
            return unfinished(
                    Finding.of(snapshot, Kind.UNFINISHED, CUT_OFF), () -> remove(snapshot));
        }
        if (snapshot.is(VolumeStatus.LOST)
                || disksThere.contains(snapshot.uid())
                || snapshotStore.list().contains(snapshot.uid())) {
            return Optional.empty();
        }
        return Optional.of(
                new Diagnosis(
                        Finding.of(snapshot, Kind.LOST_VOLUME, GONE),
                        GONE,
                        () -> snapshots.replace(snapshot.withStatus(VolumeStatus.LOST))));
    }

    private void remove(VolumeSnapshot snapshot) {
        snapshots.forget(snapshot.uid());
        snapshotStore.delete(snapshot.uid());
    }
}
