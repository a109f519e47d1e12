package zomg.model.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import zomg.model.access.Token;
import zomg.model.base.Base;
import zomg.model.box.Box;
import zomg.model.box.BoxSpec;
import zomg.model.box.BoxStatus;
import zomg.model.id.BoxName;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.network.Host;
import zomg.model.operation.Operation;
import zomg.model.project.Project;
import zomg.model.snapshot.Snapshot;
import zomg.model.snapshot.SnapshotState;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeSnapshot;
import zomg.model.volume.VolumeStatus;

/**
 * What is different now.
 *
 * @param kind noun and participle, such as {@code box.running}; clients know it by this name
 * @param object what it is about besides a box: a host, a base with its version, a token's owner,
 *     the id of an operation
 * @param from the status before, {@code to} the one since; of boxes and snapshots only
 * @param detail more for people; never a secret
 */
public record Change(
        String kind,
        Optional<ProjectName> project,
        Optional<BoxName> box,
        Optional<String> object,
        Optional<Uid> uid,
        Optional<String> from,
        Optional<String> to,
        Optional<String> detail) {

    /** What is kept of a detail: a journal is no place for the output of a program. */
    public static final int MAX_DETAIL = 1000;

    private static final String VOLUME_UPDATED = "volume.updated";

    public Change {
        detail = detail.map(Change::cut);
    }

    private static String cut(String text) {
        if (text.length() <= MAX_DETAIL) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_DETAIL - 1)) ? 1 : 0;
        return text.substring(0, MAX_DETAIL - end);
    }

    /** Whether the record of a box is what changed. */
    public boolean isOfBox() {
        return kind.startsWith("box.");
    }

    /** A box that nobody knew before. */
    public static Change added(Box box) {
        return ofBox(
                "box." + box.status().wireName(),
                box,
                Optional.empty(),
                Optional.of(box.status()),
                box.parent().map(parent -> "fork of " + parent.name()));
    }

    /** A record that replaced another one of the same box. */
    public static Change replaced(Box before, Box after) {
        boolean sameStatus =
                before.status() == after.status() && before.failure().equals(after.failure());
        return ofBox(
                "box." + (sameStatus ? "updated" : verb(before, after)),
                after,
                Optional.of(before.status()),
                Optional.of(after.status()),
                sameStatus ? differences(before.spec(), after.spec()) : after.failure());
    }

    private static String verb(Box before, Box after) {
        return before.is(BoxStatus.RESUMING)
                        && after.is(BoxStatus.RUNNING)
                        && Cause.current().isRestart()
                ? "restarted"
                : after.failure().map(_ -> "failed").orElse(after.status().wireName());
    }

    /** A box that is no more; from its status one sees whether it ever was. */
    public static Change forgotten(Box box) {
        return ofBox(
                "box.deleted", box, Optional.of(box.status()), Optional.empty(), Optional.empty());
    }

    /**
     * A host leads to the box from now on.
     *
     * @param loser the box that it led to until now
     */
    public static Change published(Box box, Host host, Optional<Box> loser) {
        return ofHost(
                "box.published", box, host, loser.map(from -> "taken over from " + from.ref()));
    }

    /**
     * A host does not lead to the box any more.
     *
     * @param winner the box that it leads to instead
     */
    public static Change unpublished(Box box, Host host, Optional<Box> winner) {
        return ofHost("box.unpublished", box, host, winner.map(by -> "taken over by " + by.ref()));
    }

    private static Change ofHost(String kind, Box box, Host host, Optional<String> detail) {
        return ofBox(
                kind,
                box,
                Optional.of(host.value()),
                Optional.of(box.status()),
                Optional.of(box.status()),
                detail);
    }

    private static Change ofBox(
            String kind,
            Box box,
            Optional<BoxStatus> from,
            Optional<BoxStatus> to,
            Optional<String> detail) {
        return ofBox(kind, box, Optional.empty(), from, to, detail);
    }

    private static Change ofBox(
            String kind,
            Box box,
            Optional<String> object,
            Optional<BoxStatus> from,
            Optional<BoxStatus> to,
            Optional<String> detail) {
        return new Change(
                kind,
                Optional.of(box.ref().project()),
                Optional.of(box.ref().name()),
                object,
                Optional.of(box.uid()),
                from.map(BoxStatus::wireName),
                to.map(BoxStatus::wireName),
                detail);
    }

    /** Which parts changed, not into what: values of an environment may be secret. */
    private static Optional<String> differences(BoxSpec before, BoxSpec after) {
        List<String> parts = new ArrayList<>();
        differs(parts, "config", before.config(), after.config());
        differs(parts, "tags", before.tags(), after.tags());
        differs(parts, "port", before.port(), after.port());
        differs(parts, "grace", before.grace(), after.grace());
        differs(parts, "environment", before.environment(), after.environment());
        differs(parts, "data mounts", before.volumes(), after.volumes());
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
    }

    private static void differs(List<String> parts, String part, Object before, Object after) {
        if (!before.equals(after)) {
            parts.add(part);
        }
    }

    /** A snapshot that nobody knew before. */
    public static Change added(Snapshot snapshot) {
        return ofSnapshot(
                snapshot,
                snapshot.state().wireName(),
                Optional.empty(),
                Optional.of(snapshot.state()));
    }

    /** A record that replaced another one of the same snapshot. */
    public static Change replaced(Snapshot before, Snapshot after) {
        boolean taken = after.is(SnapshotState.READY) && before.is(SnapshotState.CREATING);
        return ofSnapshot(
                after,
                taken ? "created" : after.state().wireName(),
                Optional.of(before.state()),
                Optional.of(after.state()));
    }

    /** A box is what this one keeps. */
    public static Change restored(Snapshot snapshot) {
        return ofSnapshot(
                snapshot, "restored", Optional.of(snapshot.state()), Optional.of(snapshot.state()));
    }

    public static Change forgotten(Snapshot snapshot) {
        return ofSnapshot(snapshot, "deleted", Optional.of(snapshot.state()), Optional.empty());
    }

    private static Change ofSnapshot(
            Snapshot snapshot,
            String verb,
            Optional<SnapshotState> from,
            Optional<SnapshotState> to) {
        return new Change(
                "snapshot." + verb,
                Optional.of(snapshot.ref().project()),
                Optional.of(snapshot.ref().name()),
                Optional.of(snapshot.name().value()),
                Optional.of(snapshot.uid()),
                from.map(SnapshotState::wireName),
                to.map(SnapshotState::wireName),
                Optional.empty());
    }

    public static Change created(Project project) {
        return ofProject("project.created", project, project.quota().inWords());
    }

    /** A project that has another quota now. */
    public static Change limited(Project project) {
        return ofProject(
                "project.limited",
                project,
                project.quota().inWords().or(() -> Optional.of("no quota")));
    }

    public static Change deleted(Project project) {
        return ofProject("project.deleted", project, Optional.empty());
    }

    private static Change ofProject(String kind, Project project, Optional<String> detail) {
        return new Change(
                kind,
                Optional.of(project.name()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(project.uid()),
                Optional.empty(),
                Optional.empty(),
                detail);
    }

    /** A volume that is about to be made. */
    public static Change added(Volume volume) {
        return ofVolume("volume.creating", volume, volume.origin());
    }

    /** A record that replaced another one of the same volume. */
    public static Change replaced(Volume before, Volume after) {
        String kind =
                switch (after.status()) {
                    case CREATING -> "volume.creating";
                    case READY ->
                            switch (before.status()) {
                                case CREATING -> "volume.created";
                                case READY -> VOLUME_UPDATED;
                                case RESTORING, LOST -> "volume.restored";
                            };
                    case RESTORING -> "volume.restoring";
                    case LOST -> "volume.lost";
                };
        return ofVolume(
                kind,
                after,
                kind.equals(VOLUME_UPDATED)
                        ? after.storage().map(limit -> "storage " + limit.gibibytes() + " GiB")
                        : after.origin());
    }

    public static Change deleted(Volume volume) {
        return ofVolume("volume.deleted", volume, Optional.empty());
    }

    /** A snapshot that is about to be taken. */
    public static Change added(VolumeSnapshot snapshot) {
        return ofSnapshot("volume_snapshot.creating", snapshot);
    }

    /** A record that replaced another one of the same snapshot. */
    public static Change replaced(VolumeSnapshot snapshot) {
        return ofSnapshot(
                snapshot.is(VolumeStatus.LOST) ? "volume_snapshot.lost" : "volume_snapshot.created",
                snapshot);
    }

    public static Change deleted(VolumeSnapshot snapshot) {
        return ofSnapshot("volume_snapshot.deleted", snapshot);
    }

    private static Change ofSnapshot(String kind, VolumeSnapshot snapshot) {
        return new Change(
                kind,
                Optional.of(snapshot.of().project()),
                Optional.empty(),
                Optional.of("%s/%s".formatted(snapshot.of().name(), snapshot.name())),
                Optional.of(snapshot.uid()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Change ofVolume(String kind, Volume volume, Optional<String> detail) {
        return new Change(
                kind,
                Optional.of(volume.ref().project()),
                Optional.empty(),
                Optional.of(volume.ref().name().value()),
                Optional.of(volume.uid()),
                Optional.empty(),
                Optional.empty(),
                detail);
    }

    /** Work that goes on after its request was answered, or the end of it. */
    public static Change of(Operation operation) {
        String what = operation.kind().name().toLowerCase(Locale.ROOT);
        return new Change(
                "operation."
                        + (operation.hasEnded()
                                ? operation.state().name().toLowerCase(Locale.ROOT)
                                : "accepted"),
                Optional.of(operation.ref().project()),
                Optional.of(operation.ref().name()),
                Optional.of(operation.id().value()),
                operation.box(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(
                        operation
                                .failure()
                                .map(why -> "%s: %s: %s".formatted(what, why.code(), why.detail()))
                                .orElse(what)));
    }

    public static Change built(Base base) {
        return ofObject(
                "base.built",
                "%s:%s".formatted(base.alias(), base.version()),
                Optional.of(base.uid()),
                Optional.of(base.origin()));
    }

    public static Change deleted(Base base) {
        return ofObject(
                "base.deleted",
                "%s:%s".formatted(base.alias(), base.version()),
                Optional.of(base.uid()),
                Optional.empty());
    }

    public static Change issued(Token token) {
        return ofObject(
                "token.issued",
                token.owner(),
                Optional.empty(),
                Optional.of("%s as %s".formatted(token.id(), token.role())));
    }

    /** Of the journal itself: it does not get shorter without saying so. */
    public static Change pruned(Mark anchor) {
        return ofObject(
                "journal.pruned",
                "journal",
                Optional.empty(),
                Optional.of("up to %d, whose hash is %s".formatted(anchor.id(), anchor.hash())));
    }

    private static Change ofObject(
            String kind, String object, Optional<Uid> uid, Optional<String> detail) {
        return new Change(
                kind,
                Optional.empty(),
                Optional.empty(),
                Optional.of(object),
                uid,
                Optional.empty(),
                Optional.empty(),
                detail);
    }
}
