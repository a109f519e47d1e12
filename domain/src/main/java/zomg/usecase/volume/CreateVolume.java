package zomg.usecase.volume;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import zomg.error.InvalidInput;
import zomg.error.Refusal;
import zomg.model.id.VolumeName;
import zomg.model.id.VolumeRef;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeStatus;
import zomg.port.IdSource;
import zomg.port.Projects;
import zomg.port.VolumeStore;
import zomg.port.Volumes;

/** Makes a data volume: an empty one, or a copy of another of its project. */
public final class CreateVolume {

    private final Volumes volumes;
    private final VolumeStore store;
    private final Projects projects;
    private final VolumeTurns turns;
    private final IdSource ids;
    private final InstantSource clock;

    public CreateVolume(
            Volumes volumes,
            VolumeStore store,
            Projects projects,
            VolumeTurns turns,
            IdSource ids,
            InstantSource clock) {
        this.volumes = volumes;
        this.store = store;
        this.projects = projects;
        this.turns = turns;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A create that fails leaves nothing.
     *
     * @param from what to copy, as it is at one instant
     * @throws Refusal VOLUME_EXISTS; VOLUME_NOT_FOUND if there is nothing to copy
     */
    public Volume create(VolumeRef ref, Optional<VolumeName> from) {
        Optional<VolumeRef> source = from.map(name -> new VolumeRef(ref.project(), name));
        if (source.filter(ref::equals).isPresent()) {
            throw InvalidInput.field("from", "must be another volume than the new one");
        }
        return turns.takeAll(
                source.map(other -> List.of(ref, other)).orElse(List.of(ref)),
                () -> createNow(ref, source.map(other -> BoxVolumes.whole(volumes, other))));
    }

    private Volume createNow(VolumeRef ref, Optional<Volume> source) {
        Volume intended =
                Volume.intended(
                        ids.next(),
                        ref,
                        Optional.empty(),
                        source.map(other -> "copy of " + other.ref().name()),
                        clock.instant());
        volumes.add(intended);
        try {
            // Not before: from here on it cannot be deleted any more.
            projects.use(ref.project());
            source.ifPresentOrElse(
                    other -> store.copy(intended.uid(), other.uid()),
                    () -> store.create(intended.uid()));
            Volume ready = intended.withStatus(VolumeStatus.READY, clock.instant());
            volumes.replace(ready);
            return ready;
        } catch (RuntimeException failure) {
            undo(intended, failure);
            throw failure;
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
