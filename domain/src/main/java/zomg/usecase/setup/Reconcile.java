package zomg.usecase.setup;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.box.Sighting;
import zomg.model.id.Uid;
import zomg.model.journal.Cause;
import zomg.model.snapshot.Snapshot;
import zomg.model.snapshot.SnapshotState;
import zomg.port.BoxEngine;
import zomg.port.BoxFreezer;
import zomg.port.BoxMounts;
import zomg.port.Boxes;
import zomg.port.Projects;
import zomg.port.RootStore;
import zomg.usecase.box.BoxDisks;
import zomg.usecase.box.BoxHosts;
import zomg.usecase.box.BoxTurns;
import zomg.usecase.setup.Finding.Kind;
import zomg.usecase.volume.BoxVolumes;

/**
 * Compares the records with what is there, and brings both together: unfinished creates are undone,
 * unfinished deletes and stops are finished, boxes that should run do, and what no record names is
 * removed, except for roots. A root is made after its record and deleted before it, so one without
 * a record is a box whose record was lost: it is set aside. Nothing that fails keeps the rest from
 * being dealt with; what is left then is met again the next time.
 *
 * <p>Requests may be at work meanwhile. A box is judged, and mended, in its turn, by its record of
 * that moment; one whose turn somebody else has is left to them.
 */
public final class Reconcile {

    private static final String SEE_LOG = "see the server's log";

    /** What is wrong, and what to do about it. */
    record Diagnosis(Finding finding, String reason, Runnable mend) {}

    private final Boxes boxes;
    private final Projects projects;
    private final RootStore roots;
    private final BoxDisks disks;
    private final BoxEngine engine;
    private final BoxFreezer freezer;
    private final BoxMounts mounts;
    private final BoxVolumes volumes;
    private final BoxHosts hosts;
    private final ReconcileVolumes reconcileVolumes;
    private final Leftovers leftovers;
    private final SnapshotCheck snapshots;
    private final BoxTurns turns;
    private final RestartBoxes restarts;
    private final InstantSource clock;

    public Reconcile(
            Boxes boxes,
            Projects projects,
            RootStore roots,
            BoxDisks disks,
            BoxEngine engine,
            BoxFreezer freezer,
            BoxMounts mounts,
            BoxVolumes volumes,
            BoxHosts hosts,
            ReconcileVolumes reconcileVolumes,
            Leftovers leftovers,
            SnapshotCheck snapshots,
            BoxTurns turns,
            RestartBoxes restarts,
            InstantSource clock) {
        this.boxes = boxes;
        this.projects = projects;
        this.roots = roots;
        this.disks = disks;
        this.engine = engine;
        this.freezer = freezer;
        this.mounts = mounts;
        this.volumes = volumes;
        this.hosts = hosts;
        this.reconcileVolumes = reconcileVolumes;
        this.leftovers = leftovers;
        this.snapshots = snapshots;
        this.turns = turns;
        this.restarts = restarts;
        this.clock = clock;
    }

    /** What is not as the records say; nothing is changed. */
    public List<Finding> look() {
        return new Pass(false).run();
    }

    /** Mends what is not as the records say. */
    public List<Finding> repair() {
        return new Pass(true).run();
    }

    /** One comparison of everything. */
    private final class Pass {

        private final boolean repair;
        private final List<Finding> findings = new ArrayList<>();

        Pass(boolean repair) {
            this.repair = repair;
        }

        List<Finding> run() {
            Leftovers.Seen seen = leftovers.look();
            freezer.forgotten().forEach(box -> findings.add(mended(frozen(box))));
            seen.unnamed().forEach(one -> findings.add(mended(one)));
            Set<Uid> half = finishRestores(seen);
            Boxes.Query.everything()
                    .in(boxes)
                    .filter(box -> !half.contains(box.uid()) || box.is(BoxStatus.DELETING))
                    .forEach(box -> examine(box, seen.roots()));
            findings.addAll(reconcileVolumes.compare(seen, this::mended));
            snapshots
                    .all()
                    .filter(snapshot -> !snapshot.is(SnapshotState.RESTORING))
                    .forEach(snapshot -> examine(snapshot, seen.kept()));
            if (repair) {
                leftovers.sweep(seen);
                reconcileVolumes.sweep();
            }
            return List.copyOf(findings);
        }

        /**
         * Before boxes start.
         *
         * @return boxes that wait for more
         */
        private Set<Uid> finishRestores(Leftovers.Seen seen) {
            if (snapshots.halfRestored().isEmpty()) {
                return Set.of();
            }
            snapshots
                    .all()
                    .filter(snapshot -> snapshot.is(SnapshotState.RESTORING))
                    .forEach(snapshot -> examine(snapshot, seen.kept()));
            return snapshots.halfRestored();
        }

        /** Most boxes are in order, which is seen without taking their turn. */
        private void examine(Box box, Set<Uid> rootsThere) {
            if (diagnose(box, rootsThere).isPresent() || otherRoutes(box).isPresent()) {
                turns.takeIfFree(box.ref(), () -> examineNow(box, rootsThere))
                        .ifPresent(findings::addAll);
            }
        }

        private List<Finding> examineNow(Box seen, Set<Uid> rootsThere) {
            List<Finding> found = new ArrayList<>();
            again(seen)
                    .flatMap(box -> diagnose(box, rootsThere))
                    .map(this::mended)
                    .ifPresent(found::add);
            again(seen)
                    .flatMap(Reconcile.this::otherRoutes)
                    .map(this::mended)
                    .ifPresent(found::add);
            return found;
        }

        private Optional<Box> again(Box seen) {
            return boxes.find(seen.ref()).filter(box -> box.uid().equals(seen.uid()));
        }

        private void examine(Snapshot snapshot, Set<Uid> kept) {
            if (snapshots.diagnose(snapshot, kept).isPresent()) {
                turns.takeIfFree(
                                snapshot.ref(),
                                () ->
                                        snapshots
                                                .again(snapshot)
                                                .flatMap(now -> snapshots.diagnose(now, kept))
                                                .map(this::mended)
                                                .stream()
                                                .toList())
                        .ifPresent(findings::addAll);
            }
        }

        private Finding mended(Diagnosis wrong) {
            Finding finding = wrong.finding();
            if (!repair) {
                return finding;
            }
            try {
                ScopedValue.where(Cause.CURRENT, Cause.current().because(wrong.reason()))
                        .run(wrong.mend());
                return finding.done();
            } catch (Refusal refusal) {
                return finding.cannot(refusal.getMessage(), refusal);
            } catch (RuntimeException failure) {
                return finding.cannot(SEE_LOG, failure);
            }
        }
    }

    /** A server was killed while it copied the box's disks. */
    private Diagnosis frozen(Uid box) {
        return new Diagnosis(
                Finding.of(box, Kind.FROZEN, "the box stands still"),
                "left unfinished",
                () -> freezer.release(box));
    }

    private Optional<Diagnosis> diagnose(Box box, Set<Uid> rootsThere) {
        if (restarts.isWaiting(box.uid())
                && (box.is(BoxStatus.RUNNING) || box.is(BoxStatus.RESUMING))) {
            return lostRoot(box, rootsThere);
        }
        return switch (box.status()) {
            case CREATING -> unfinished(box, "create", () -> removeAll(box));
            case DELETING -> unfinished(box, "delete", () -> removeAll(box));
            case STOPPING -> unfinished(box, "stop", () -> finishStop(box));
            case RESUMING ->
                    lostRoot(box, rootsThere)
                            .or(() -> unfinished(box, "resume", () -> startAgain(box)));
            case STOPPED -> lostRoot(box, rootsThere).or(() -> notStopped(box));
            case FAILED -> notStopped(box);
            case RUNNING -> lostRoot(box, rootsThere).or(() -> notRunning(box));
        };
    }

    private static Optional<Diagnosis> unfinished(Box box, String work, Runnable mend) {
        return Optional.of(
                new Diagnosis(
                        Finding.of(box, Kind.UNFINISHED, "its %s was cut off".formatted(work)),
                        "left unfinished",
                        mend));
    }

    /** Asked again, because the root may have been made since. */
    private Optional<Diagnosis> lostRoot(Box box, Set<Uid> rootsThere) {
        if (rootsThere.contains(box.uid()) || roots.list().contains(box.uid())) {
            return Optional.empty();
        }
        String sentence = "its root is gone";
        return Optional.of(
                new Diagnosis(
                        Finding.of(box, Kind.LOST_ROOT, sentence),
                        sentence,
                        () -> {
                            engine.remove(box.uid());
                            boxes.replace(box.failed(sentence + "; delete it", clock.instant()));
                        }));
    }

    private Optional<Diagnosis> notStopped(Box box) {
        Optional<Sighting> sighting = engine.sight(box.uid(), box.spec().config());
        return sighting.map(
                seen ->
                        new Diagnosis(
                                Finding.of(
                                        box,
                                        Kind.NOT_STOPPED,
                                        "it is %s and still has: %s"
                                                .formatted(
                                                        box.status().wireName(), words(sighting))),
                                "left unfinished",
                                () -> engine.remove(box.uid())));
    }

    private Optional<Diagnosis> notRunning(Box box) {
        Optional<Sighting> sighting = engine.sight(box.uid(), box.spec().config());
        if (sighting.isEmpty()) {
            return startNeeded(box, "it does not run", Cause.SERVER_STARTED);
        }
        Sighting seen = sighting.get();
        return switch (seen.life()) {
            case ENDED -> startNeeded(box, "its first process ended", Cause.PROCESS_ENDED);
            case BEFORE_BOOT ->
                    startNeeded(
                            box,
                            "it ran before the machine was restarted",
                            Cause.MACHINE_RESTARTED);
            case RUNS -> seen.lacks().isEmpty() ? otherMounts(box) : incomplete(box, seen);
        };
    }

    private Optional<Diagnosis> startNeeded(Box box, String sentence, String reason) {
        return Optional.of(
                new Diagnosis(
                        Finding.of(box, Kind.NOT_RUNNING, sentence),
                        reason,
                        () -> startAgain(box)));
    }

    private Optional<Diagnosis> incomplete(Box box, Sighting seen) {
        return Optional.of(
                new Diagnosis(
                        Finding.of(
                                box,
                                Kind.INCOMPLETE,
                                "it runs without its " + String.join(", ", seen.lacks())),
                        "something was missing",
                        seen.isAdjustable()
                                ? () -> engine.adjust(box)
                                : () -> {
                                    engine.remove(box.uid());
                                    startAgain(box);
                                }));
    }

    /** An attach or a detach was cut off, or somebody in the box unmounted one. */
    private Optional<Diagnosis> otherMounts(Box box) {
        return mounts.areApplied(box)
                ? Optional.empty()
                : Optional.of(
                        new Diagnosis(
                                Finding.of(
                                        box,
                                        Kind.INCOMPLETE,
                                        "its data mounts are not those of its record"),
                                "something was missing",
                                () -> mounts.apply(box)));
    }

    /**
     * A publish was cut off, or somebody changed the routes. They are there whether the box runs or
     * not; one in the middle of something is looked at when that has ended.
     */
    private Optional<Diagnosis> otherRoutes(Box box) {
        boolean settled =
                box.is(BoxStatus.RUNNING) || box.is(BoxStatus.STOPPED) || box.is(BoxStatus.FAILED);
        return !settled || hosts.areApplied(box)
                ? Optional.empty()
                : Optional.of(
                        new Diagnosis(
                                Finding.of(
                                        box,
                                        Kind.INCOMPLETE,
                                        "the hosts that lead to it are not those of its record"),
                                "something was missing",
                                () -> hosts.apply(box)));
    }

    private void removeAll(Box box) {
        hosts.remove(box.uid());
        engine.remove(box.uid());
        disks.delete(box.uid());
        boxes.forget(box.uid());
        volumes.removeOf(box.uid());
    }

    private void finishStop(Box box) {
        engine.remove(box.uid());
        boxes.replace(box.withStatus(BoxStatus.STOPPED, clock.instant()));
    }

    /** The intent is recorded first, as of any start. */
    private void startAgain(Box box) {
        Box resuming =
                box.is(BoxStatus.RESUMING)
                        ? box
                        : boxes.replace(box.withStatus(BoxStatus.RESUMING, clock.instant()));
        try {
            engine.start(resuming, projects.use(resuming.ref().project()));
        } catch (RuntimeException failure) {
            try {
                engine.remove(box.uid());
            } catch (RuntimeException second) {
                failure.addSuppressed(second);
            }
            if (!isForWantOfRoom(failure)) {
                boxes.replace(resuming.failed(reason(failure), clock.instant()));
            }
            throw failure;
        }
        Box running = boxes.replace(resuming.withStatus(BoxStatus.RUNNING, clock.instant()));
        mendIfItRanOn(running);
    }

    /** A box that ran all the time was left alone by the start, and what it lacked with it. */
    private void mendIfItRanOn(Box box) {
        if (!mounts.areApplied(box)) {
            mounts.apply(box);
        }
        if (engine.sight(box.uid(), box.spec().config())
                .filter(seen -> !seen.lacks().isEmpty())
                .isPresent()) {
            engine.adjust(box);
        }
    }

    /**
     * Whoever makes room should not have to resume every box that had none: each goes on itself.
     */
    static boolean isForWantOfRoom(RuntimeException failure) {
        return failure instanceof Refusal refusal
                && refusal.code() == ErrorCode.INSUFFICIENT_STORAGE;
    }

    /** A refusal says what a person can do; anything else may say too much or nothing. */
    private static String reason(RuntimeException failure) {
        return failure instanceof Refusal
                ? failure.getMessage()
                : "the box did not start again; " + SEE_LOG;
    }

    static String words(Optional<Sighting> sighting) {
        return sighting.map(seen -> String.join(", ", seen.has())).orElse("nothing any more");
    }
}
