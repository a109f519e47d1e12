package zomg.usecase.volume;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.InvalidInput;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.id.BoxRef;
import zomg.model.id.VolumeName;
import zomg.model.volume.Attachment;
import zomg.model.volume.Attachments;
import zomg.model.volume.DataMount;
import zomg.model.volume.DataMounts;
import zomg.port.BoxMounts;
import zomg.port.Boxes;
import zomg.usecase.box.BoxTurns;
import zomg.usecase.box.ShowBox;

/**
 * Gives a box a data volume, or takes one away; at once if it runs. The record comes first, so that
 * what is cut off is finished from it.
 */
public final class AttachVolume {

    private final Boxes boxes;
    private final BoxMounts mounts;
    private final ShowBox showBox;
    private final BoxVolumes volumes;
    private final BoxTurns turns;
    private final InstantSource clock;

    public AttachVolume(
            Boxes boxes,
            BoxMounts mounts,
            ShowBox showBox,
            BoxVolumes volumes,
            BoxTurns turns,
            InstantSource clock) {
        this.boxes = boxes;
        this.mounts = mounts;
        this.showBox = showBox;
        this.volumes = volumes;
        this.turns = turns;
        this.clock = clock;
    }

    /**
     * Attaching what is attached so already is already done.
     *
     * @throws Refusal BOX_NOT_FOUND, VOLUME_NOT_FOUND; VOLUME_ATTACHED if the box has it elsewhere
     *     or otherwise; PATH_IN_USE; what {@link BoxMounts#apply} refuses with, and then nothing is
     *     changed
     */
    public Box attach(BoxRef ref, DataMount wanted) {
        return turns.take(ref, () -> attachNow(showBox.whole(ref), wanted));
    }

    private Box attachNow(Box box, DataMount wanted) {
        Attachments old = box.spec().volumes();
        Optional<Attachment> known = old.find(wanted.name());
        if (known.isPresent()) {
            requireSame(known.get().mount(), wanted);
            mounts.apply(box);
            return box;
        }
        old.all().forEach(other -> requireApart(other.mount(), wanted));
        if (old.all().size() == DataMounts.MOST) {
            throw InvalidInput.field(
                    "box", "must not have more than %d data mounts".formatted(DataMounts.MOST));
        }
        Box recorded =
                volumes.recording(
                        box.ref().project(),
                        new DataMounts(List.of(wanted)),
                        found -> record(box, old.with(found.all().getFirst())));
        return apply(box, recorded);
    }

    private static void requireSame(DataMount known, DataMount wanted) {
        if (!known.equals(wanted)) {
            throw new Refusal(
                    ErrorCode.VOLUME_ATTACHED,
                    "volume %s is attached at %s, %s; detach it first"
                            .formatted(
                                    known.name(),
                                    known.path(),
                                    known.readOnly() ? "read-only" : "to read and write"));
        }
    }

    private static void requireApart(DataMount other, DataMount wanted) {
        if (other.path().equals(wanted.path())) {
            throw new Refusal(
                    ErrorCode.PATH_IN_USE,
                    "volume %s is attached at %s".formatted(other.name(), other.path()));
        }
        if (wanted.path().isAbove(other.path())) {
            throw new Refusal(
                    ErrorCode.PATH_IN_USE,
                    "it would hide volume %s at %s; detach that first"
                            .formatted(other.name(), other.path()));
        }
    }

    /**
     * Detaching what is not attached is already done.
     *
     * @throws Refusal BOX_NOT_FOUND; VOLUME_OWNED for one that was made for the box; what {@link
     *     BoxMounts#apply} refuses with, and then nothing is changed
     */
    public Box detach(BoxRef ref, VolumeName name) {
        return turns.take(ref, () -> detachNow(showBox.whole(ref), name));
    }

    private Box detachNow(Box box, VolumeName name) {
        Attachments old = box.spec().volumes();
        Optional<Attachment> known = old.find(name);
        if (known.filter(Attachment::owned).isPresent()) {
            throw new Refusal(
                    ErrorCode.VOLUME_OWNED,
                    "volume %s was made for box %s and goes with it"
                            .formatted(name, box.ref().name()));
        }
        if (known.isEmpty()) {
            mounts.apply(box);
            return box;
        }
        return apply(box, record(box, old.without(known.get().volume())));
    }

    private Box record(Box box, Attachments next) {
        return boxes.replace(box.withSpec(box.spec().withVolumes(next), clock.instant()));
    }

    private Box apply(Box before, Box recorded) {
        try {
            mounts.apply(recorded);
            return recorded;
        } catch (RuntimeException failure) {
            undo(before, recorded, failure);
            throw failure;
        }
    }

    /** What cannot be undone now is finished as it is recorded, by the next comparison. */
    private void undo(Box before, Box recorded, RuntimeException failure) {
        try {
            mounts.apply(record(recorded, before.spec().volumes()));
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }
}
