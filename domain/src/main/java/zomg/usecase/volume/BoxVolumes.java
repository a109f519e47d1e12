package zomg.usecase.volume;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.id.VolumeName;
import zomg.model.id.VolumeRef;
import zomg.model.space.Storage;
import zomg.model.volume.Attachment;
import zomg.model.volume.Attachments;
import zomg.model.volume.DataMount;
import zomg.model.volume.DataMounts;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeStatus;
import zomg.port.IdSource;
import zomg.port.VolumeLimits;
import zomg.port.VolumeStore;
import zomg.port.Volumes;

/**
 * The data volumes of a box that is made or goes: those it is given, and those that are made for it
 * alone, as copies of what its fork's source has.
 */
public final class BoxVolumes {

    /**
     * Copies that a fork will have.
     *
     * @param attachments as the box records them, before they are made
     */
    public record Copies(Attachments attachments, List<Copy> copies) {
        public static final Copies NONE = new Copies(Attachments.NONE, List.of());
    }

    /**
     * One that is to be made.
     *
     * @param storage the limit of what it is a copy of
     */
    public record Copy(Uid volume, VolumeName name, Attachment source, Optional<Storage> storage) {}

    private final Volumes volumes;
    private final VolumeStore store;
    private final VolumeLimits limits;
    private final VolumeTurns turns;
    private final IdSource ids;
    private final InstantSource clock;

    public BoxVolumes(
            Volumes volumes,
            VolumeStore store,
            VolumeLimits limits,
            VolumeTurns turns,
            IdSource ids,
            InstantSource clock) {
        this.volumes = volumes;
        this.store = store;
        this.limits = limits;
        this.turns = turns;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What a box of this project has to record to have these.
     *
     * @throws Refusal VOLUME_NOT_FOUND, VOLUME_BUSY for one that is not whole
     */
    Attachments find(ProjectName project, DataMounts wanted) {
        return new Attachments(
                wanted.mounts().stream().map(mount -> find(project, mount)).toList());
    }

    Attachment find(ProjectName project, DataMount mount) {
        return new Attachment(
                whole(volumes, new VolumeRef(project, mount.name())).uid(), mount, false);
    }

    /** Finds what people see, in a state in which boxes may have it. */
    static Volume whole(Volumes volumes, VolumeRef ref) {
        Volume volume = ListVolumes.find(volumes, ref);
        requireWhole(volume);
        return volume;
    }

    static void requireWhole(Volume volume) {
        switch (volume.status()) {
            case READY -> {}
            case LOST ->
                    throw new Refusal(
                            ErrorCode.VOLUME_BUSY,
                            "the disk of volume %s is gone; delete it"
                                    .formatted(volume.ref().name()));
            case CREATING, RESTORING ->
                    throw new Refusal(
                            ErrorCode.VOLUME_BUSY,
                            "volume %s is stuck in %s; try again in a minute"
                                    .formatted(volume.ref().name(), volume.status().wireName()));
        }
    }

    /** Has a box recorded with these, while nobody else changes them. */
    public <T> T recording(
            ProjectName project, DataMounts wanted, Function<Attachments, T> record) {
        List<VolumeRef> refs =
                wanted.names().stream().map(name -> new VolumeRef(project, name)).toList();
        return turns.takeAll(refs, () -> record.apply(find(project, wanted)));
    }

    /**
     * A copy of each volume that {@code source} has, but for those at paths that are taken.
     *
     * @throws Refusal VOLUME_BUSY for one whose disk is not there wholly
     */
    public Copies copiesFor(BoxRef box, Attachments source, DataMounts taken) {
        List<Copy> copies = new ArrayList<>();
        List<Attachment> attachments = new ArrayList<>();
        for (Attachment one : source.all()) {
            if (taken.mounts().stream()
                    .anyMatch(mount -> mount.path().equals(one.mount().path()))) {
                continue;
            }
            Optional<Volume> original =
                    volumes.find(new VolumeRef(box.project(), one.mount().name()));
            original.ifPresent(BoxVolumes::requireWhole);
            Uid uid = ids.next();
            VolumeName name = nameOf(box, uid);
            copies.add(new Copy(uid, name, one, original.flatMap(Volume::storage)));
            attachments.add(
                    new Attachment(
                            uid,
                            new DataMount(name, one.mount().path(), one.mount().readOnly()),
                            true));
        }
        return new Copies(new Attachments(attachments), copies);
    }

    /** {@code box-<beginning of the box's name>-<12 hex>}. */
    private static VolumeName nameOf(BoxRef box, Uid uid) {
        return new VolumeName(GeneratedNames.unique("box-" + box.name(), uid));
    }

    /** Records that a box, which is recorded with them, will have copies. */
    public void intend(Box box, Copies wanted) {
        wanted.copies().forEach(one -> volumes.add(intended(box, one)));
    }

    private Volume intended(Box box, Copy one) {
        Instant now = clock.instant();
        return Volume.intended(
                        one.volume(),
                        new VolumeRef(box.ref().project(), one.name()),
                        Optional.of(box.uid()),
                        Optional.of("copy of " + one.source().mount().name()),
                        now)
                .withStorage(one.storage(), now);
    }

    /** So that the copies have little left to write. */
    public void flush(Copies wanted) {
        wanted.copies().forEach(one -> store.flush(one.source().volume()));
    }

    /** Makes the copies; their source must not go meanwhile. */
    public void copy(Copies wanted) {
        wanted.copies().forEach(this::copy);
    }

    private void copy(Copy one) {
        store.copy(one.volume(), one.source().volume());
        if (one.storage().isPresent()) {
            limits.limit(one.volume(), one.storage());
        }
    }

    /** Of copies that are not all of one moment. */
    public void discard(Copies wanted) {
        wanted.copies().forEach(one -> store.delete(one.volume()));
    }

    /** Records that they are whole. */
    public void finish(Box box, Copies wanted) {
        wanted.copies()
                .forEach(
                        one ->
                                volumes.replace(
                                        intended(box, one)
                                                .withStatus(VolumeStatus.READY, clock.instant())));
    }

    /** The boxes that may write to what is copied, besides the one that is forked. */
    public Set<Uid> writers(Copies wanted) {
        return wanted.copies().stream()
                .flatMap(one -> volumes.boxesWith(one.source().volume()).stream())
                .map(Box::uid)
                .collect(Collectors.toSet());
    }

    /**
     * Removes what was made for a box that is gone. Its record must be forgotten before. What is
     * cut off goes on with the next comparison.
     */
    public void removeOf(Uid box) {
        for (Volume volume : volumes.ownedBy(box)) {
            volumes.forget(volume.uid());
            store.delete(volume.uid());
        }
    }
}
