package zomg.usecase.setup;

import java.util.Locale;
import java.util.Optional;
import zomg.model.box.Box;
import zomg.model.id.Uid;
import zomg.model.snapshot.Snapshot;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeSnapshot;

/**
 * Something that is not as the records say, and what was done about it.
 *
 * @param subject what it is about: a box as {@code project/name}, a uid that no record names, or a
 *     part of the machine
 * @param sentence what was found, without a full stop
 * @param failure why the repair failed, for the log
 */
public record Finding(
        Kind kind,
        String subject,
        Optional<Uid> uid,
        String sentence,
        Repair repair,
        Optional<RuntimeException> failure) {

    /** What is wrong. The lower-case name is the wire value and never changes. */
    public enum Kind {
        /** A part of the machine is not as it was set up. */
        MACHINE_PART,
        /** Processes, links, groups, files or routes of a box that no record names. */
        ORPHAN_BOX,
        /** A root that no record names, and nobody deleted. */
        ORPHAN_ROOT,
        /** The root of a deleted box that is there again, as after a power cut. */
        DELETED_ROOT,
        ORPHAN_BASE,
        /**
         * A volume, or a snapshot of one, that no record names, nor its project, and nobody
         * deleted.
         */
        ORPHAN_VOLUME,
        /** A deleted volume, or those of a deleted project, that are still there, or again. */
        DELETED_VOLUME,
        /** What a snapshot kept, without a record, and nobody deleted it. */
        ORPHAN_SNAPSHOT,
        /** What a deleted snapshot kept is still there, or again. */
        DELETED_SNAPSHOT,
        /** A snapshot whose disk is gone. */
        LOST_SNAPSHOT,
        /** A create, stop, resume or delete that nobody is at work on. */
        UNFINISHED,
        /** A box should run and does not. */
        NOT_RUNNING,
        /** A box runs, or a volume is there, but lacks something of what it should have. */
        INCOMPLETE,
        /** A box stands still, and whoever wanted it to is gone. */
        FROZEN,
        /** Something is there of a box that should not run. */
        NOT_STOPPED,
        /** The root of a box is gone. */
        LOST_ROOT,
        /** The disk of a data volume, or of a snapshot of one, is gone. */
        LOST_VOLUME;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What became of it. */
    public sealed interface Repair {

        /** Nobody has tried: it was only looked at. */
        record Possible() implements Repair {}

        record Done() implements Repair {}

        /**
         * @param reason for a person
         */
        record Cannot(String reason) implements Repair {}
    }

    static Finding of(Box box, Kind kind, String sentence) {
        return possible(kind, box.ref().toString(), Optional.of(box.uid()), sentence);
    }

    static Finding of(Volume volume, Kind kind, String sentence) {
        return possible(kind, "volume " + volume.ref(), Optional.of(volume.uid()), sentence);
    }

    static Finding of(Snapshot snapshot, Kind kind, String sentence) {
        return possible(
                kind,
                "%s@%s".formatted(snapshot.ref(), snapshot.name()),
                Optional.of(snapshot.uid()),
                sentence);
    }

    static Finding of(VolumeSnapshot snapshot, Kind kind, String sentence) {
        return possible(
                kind,
                "snapshot %s of volume %s".formatted(snapshot.name(), snapshot.of()),
                Optional.of(snapshot.uid()),
                sentence);
    }

    static Finding of(Uid uid, Kind kind, String sentence) {
        return possible(kind, uid.value(), Optional.of(uid), sentence);
    }

    static Finding ofPart(String name, String sentence) {
        return possible(Kind.MACHINE_PART, name, Optional.empty(), sentence);
    }

    private static Finding possible(Kind kind, String subject, Optional<Uid> uid, String sentence) {
        return new Finding(kind, subject, uid, sentence, new Repair.Possible(), Optional.empty());
    }

    Finding done() {
        return with(new Repair.Done(), Optional.empty());
    }

    Finding cannot(String reason, RuntimeException why) {
        return with(new Repair.Cannot(reason), Optional.of(why));
    }

    Finding cannot(String reason) {
        return with(new Repair.Cannot(reason), Optional.empty());
    }

    private Finding with(Repair next, Optional<RuntimeException> why) {
        return new Finding(kind, subject, uid, sentence, next, why);
    }

    public boolean isDone() {
        return repair instanceof Repair.Done;
    }
}
