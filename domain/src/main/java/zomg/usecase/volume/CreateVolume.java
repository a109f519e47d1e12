package zomg.usecase.volume;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import zomg.error.InvalidInput;
import zomg.error.Refusal;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.id.VolumeName;
import zomg.model.id.VolumeRef;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeStatus;
import zomg.port.IdSource;
import zomg.port.Projects;
import zomg.port.VolumeSnapshotStore;
import zomg.port.VolumeSnapshots;
import zomg.port.VolumeStore;
import zomg.port.Volumes;

/** Makes a data volume: an empty one, or a copy of another of its project. */
public final class CreateVolume {

    private final Volumes volumes;
    private final VolumeStore store;
    private final VolumeSnapshots snapshots;
    private final VolumeSnapshotStore snapshotStore;
    private final Projects projects;
    private final VolumeTurns turns;
    private final IdSource ids;
    private final InstantSource clock;

    public CreateVolume(
            Volumes volumes,
            VolumeStore store,
            VolumeSnapshots snapshots,
            VolumeSnapshotStore snapshotStore,
            Projects projects,
            VolumeTurns turns,
            IdSource ids,
            InstantSource clock) {
        this.volumes = volumes;
        this.store = store;
        this.snapshots = snapshots;
        this.snapshotStore = snapshotStore;
        this.projects = projects;
        this.turns = turns;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What a new volume has in it.
     *
     * @param volume of the same project
     * @param snapshot of that volume; empty for what it has now
     */
    public record Source(VolumeName volume, Optional<SnapshotName> snapshot) {}

    /** What is to be copied, and by which words it is remembered. */
    private record Copied(Uid disk, boolean snapshot, String origin) {}

    /**
     * A create that fails leaves nothing.
     *
     * @param from what to copy, as it is at one instant
     * @throws Refusal VOLUME_EXISTS; VOLUME_NOT_FOUND, SNAPSHOT_NOT_FOUND if there is nothing to
     *     copy
     */
    public Volume create(VolumeRef ref, Optional<Source> from) {
        Optional<VolumeRef> source =
                from.map(Source::volume).map(name -> new VolumeRef(ref.project(), name));
        if (source.filter(ref::equals).isPresent()) {
            throw InvalidInput.field("from", "must be another volume than the new one");
        }
        return turns.takeAll(
                source.map(other -> List.of(ref, other)).orElse(List.of(ref)),
                () ->
                        createNow(
                                ref,
                                source.map(
                                        other ->
                                                copied(
                                                        BoxVolumes.whole(volumes, other),
                                                        from.get().snapshot()))));
    }

    private Copied copied(Volume volume, Optional<SnapshotName> name) {
        return name.map(wanted -> SnapshotVolume.whole(snapshots, volume, wanted))
                .map(
                        snapshot ->
                                new Copied(
                                        snapshot.uid(),
                                        true,
                                        "snapshot %s of %s"
                                                .formatted(snapshot.name(), volume.ref().name())))
                .orElseGet(() -> new Copied(volume.uid(), false, "copy of " + volume.ref().name()));
    }

    private Volume createNow(VolumeRef ref, Optional<Copied> source) {
        Volume intended =
                Volume.intended(
                        ids.next(),
                        ref,
                        Optional.empty(),
                        source.map(Copied::origin),
                        clock.instant());
        volumes.add(intended);
        try {
            // Not before: from here on it cannot be deleted any more.
            projects.use(ref.project());
            makeDisk(intended.uid(), source);
            Volume ready = intended.withStatus(VolumeStatus.READY, clock.instant());
            volumes.replace(ready);
            return ready;
        } catch (RuntimeException failure) {
            undo(intended, failure);
            throw failure;
        }
    }

    private void makeDisk(Uid volume, Optional<Copied> source) {
        if (source.isEmpty()) {
            store.create(volume);
        } else if (source.get().snapshot()) {
            snapshotStore.copy(source.get().disk(), volume);
        } else {
            store.copy(volume, source.get().disk());
        }
    }

    /** The record goes first. What cannot be undone now is undone by the next comparison. */
    private void undo(Volume volume, RuntimeException failure) {
        try {
            volumes.forget(volume.uid());
            store.delete(volume.uid());
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }
}
