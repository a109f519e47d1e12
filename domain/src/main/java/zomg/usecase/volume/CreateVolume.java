package zomg.usecase.volume;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import zomg.error.InvalidInput;
import zomg.error.Refusal;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.id.VolumeName;
import zomg.model.id.VolumeRef;
import zomg.model.space.Storage;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeStatus;
import zomg.port.IdSource;
import zomg.port.Projects;
import zomg.port.VolumeLimits;
import zomg.port.VolumeSnapshotStore;
import zomg.port.VolumeSnapshots;
import zomg.port.VolumeStore;
import zomg.port.Volumes;

/** Makes a data volume: an empty one, or a copy of another of its project. */
public final class CreateVolume {

    private final Volumes volumes;
    private final VolumeStore store;
    private final VolumeLimits limits;
    private final VolumeSnapshots snapshots;
    private final VolumeSnapshotStore snapshotStore;
    private final Projects projects;
    private final VolumeTurns turns;
    private final IdSource ids;
    private final InstantSource clock;

    public CreateVolume(
            Volumes volumes,
            VolumeStore store,
            VolumeLimits limits,
            VolumeSnapshots snapshots,
            VolumeSnapshotStore snapshotStore,
            Projects projects,
            VolumeTurns turns,
            IdSource ids,
            InstantSource clock) {
        this.volumes = volumes;
        this.store = store;
        this.limits = limits;
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
    private record Copied(Uid disk, boolean snapshot, String origin, Optional<Storage> storage) {}

    /** As {@link #create(VolumeRef, Optional, Optional)}, with the limit of what is copied. */
    public Volume create(VolumeRef ref, Optional<Source> from) {
        return create(ref, from, Optional.empty());
    }

    /**
     * A create that fails leaves nothing.
     *
     * @param from what to copy, as it is at one instant
     * @param storage how much may be kept in it; if empty, as much as in what is copied
     * @throws Refusal VOLUME_EXISTS; VOLUME_NOT_FOUND, SNAPSHOT_NOT_FOUND if there is nothing to
     *     copy; QUOTA_UNSUPPORTED for a limit where nothing is counted
     */
    public Volume create(VolumeRef ref, Optional<Source> from, Optional<Storage> storage) {
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
                                storage,
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
                                                .formatted(snapshot.name(), volume.ref().name()),
                                        volume.storage()))
                .orElseGet(
                        () ->
                                new Copied(
                                        volume.uid(),
                                        false,
                                        "copy of " + volume.ref().name(),
                                        volume.storage()));
    }

    private Volume createNow(VolumeRef ref, Optional<Storage> storage, Optional<Copied> source) {
        Instant now = clock.instant();
        Volume intended =
                Volume.intended(ids.next(), ref, Optional.empty(), source.map(Copied::origin), now)
                        .withStorage(storage.or(() -> source.flatMap(Copied::storage)), now);
        volumes.add(intended);
        try {
            // Not before: from here on it cannot be deleted any more.
            projects.use(ref.project());
            makeDisk(intended.uid(), source);
            if (intended.storage().isPresent()) {
                limits.limit(intended.uid(), intended.storage());
            }
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
