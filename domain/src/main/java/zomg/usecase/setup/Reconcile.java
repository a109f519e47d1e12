package zomg.usecase.setup;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.base.Base;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.BoxStatus;
import zomg.model.box.Sighting;
import zomg.model.id.Uid;
import zomg.model.journal.Cause;
import zomg.port.BaseStore;
import zomg.port.Bases;
import zomg.port.BoxEngine;
import zomg.port.Boxes;
import zomg.port.Graves;
import zomg.port.Projects;
import zomg.port.RootStore;
import zomg.usecase.base.BuildsUnderWay;
import zomg.usecase.base.ListBases;
import zomg.usecase.box.BoxTurns;
import zomg.usecase.setup.Finding.Kind;

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

    /** What is wrong with one box, and what to do about it. */
    private record Diagnosis(Finding finding, String reason, Runnable mend) {}

    private final Boxes boxes;
    private final Graves graves;
    private final Projects projects;
    private final Bases bases;
    private final RootStore roots;
    private final BaseStore baseStore;
    private final BoxEngine engine;
    private final BoxTurns turns;
    private final RestartBoxes restarts;
    private final BuildsUnderWay builds;
    private final InstantSource clock;

    public Reconcile(
            Boxes boxes,
            Graves graves,
            Projects projects,
            Bases bases,
            RootStore roots,
            BaseStore baseStore,
            BoxEngine engine,
            BoxTurns turns,
            RestartBoxes restarts,
            BuildsUnderWay builds,
            InstantSource clock) {
        this.boxes = boxes;
        this.graves = graves;
        this.projects = projects;
        this.bases = bases;
        this.roots = roots;
        this.baseStore = baseStore;
        this.engine = engine;
        this.turns = turns;
        this.restarts = restarts;
        this.builds = builds;
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

        /**
         * Things are looked at before their records: they are made after them, so what has no
         * record by now has none.
         */
        List<Finding> run() {
            Set<Uid> sighted = engine.list();
            Set<Uid> rootsThere = new HashSet<>(roots.list());
            Set<Uid> basesThere = baseStore.list();
            Set<Uid> known = builds.uids();
            new ListBases(bases).all().map(Base::uid).forEach(known::add);
            Boxes.Query.everything().in(boxes).map(Box::uid).forEach(known::add);
            Set<Uid> forgotten = graves.forgotten();
            Set<Uid> deleted = new HashSet<>(rootsThere);
            deleted.retainAll(forgotten);
            rootsThere.removeAll(deleted);
            orphanBoxes(without(known, sighted));
            deletedRoots(deleted);
            orphanDisks(without(known, basesThere), without(known, rootsThere));
            Boxes.Query.everything().in(boxes).forEach(box -> examine(box, rootsThere));
            if (repair) {
                sweep(forgotten);
            }
            return List.copyOf(findings);
        }

        /**
         * Whose root is gone for good needs no grave any more. What does not go now is tried again
         * the next time, and harms nobody until then.
         */
        private void sweep(Set<Uid> forgotten) {
            try {
                Set<Uid> gone = without(roots.list(), forgotten);
                roots.sweep();
                graves.settle(gone);
            } catch (RuntimeException _) {
                // Nothing of a box hangs on it.
            }
        }

        private void orphanBoxes(Set<Uid> orphans) {
            for (Uid uid : orphans) {
                Optional<Sighting> sighting = engine.sight(uid, BoxConfig.UNLIMITED);
                findings.add(
                        mended(
                                Finding.of(
                                        uid,
                                        Kind.ORPHAN_BOX,
                                        "no record names the box of this: " + words(sighting)),
                                "no record",
                                () -> engine.remove(uid)));
            }
        }

        /** A power cut undid what the disk had not written yet of a delete that was answered. */
        private void deletedRoots(Set<Uid> deleted) {
            for (Uid root : deleted) {
                findings.add(
                        mended(
                                Finding.of(
                                        root,
                                        Kind.DELETED_ROOT,
                                        "the root of a deleted box is there again"),
                                "deleted before",
                                () -> roots.delete(root)));
            }
        }

        private void orphanDisks(Set<Uid> orphanBases, Set<Uid> orphanRoots) {
            for (Uid root : without(orphanBases, orphanRoots)) {
                findings.add(
                        mended(
                                Finding.of(root, Kind.ORPHAN_ROOT, "no record names this root"),
                                "no record",
                                () -> roots.setAside(root)));
            }
            for (Uid base : orphanBases) {
                findings.add(
                        mended(
                                Finding.of(base, Kind.ORPHAN_BASE, "no record names this base"),
                                "no record",
                                () -> removeBase(base)));
            }
        }

        /**
         * The base goes last: it is what tells the root of a build from that of a box. That root
         * may have been made after the roots were listed.
         */
        private void removeBase(Uid uid) {
            roots.delete(uid);
            baseStore.delete(uid);
        }

        /** Most boxes are in order, which is seen without taking their turn. */
        private void examine(Box box, Set<Uid> rootsThere) {
            if (diagnose(box, rootsThere).isPresent()) {
                turns.takeIfFree(box.ref(), () -> examineNow(box, rootsThere))
                        .ifPresent(findings::addAll);
            }
        }

        private List<Finding> examineNow(Box seen, Set<Uid> rootsThere) {
            return boxes
                    .find(seen.ref())
                    .filter(box -> box.uid().equals(seen.uid()))
                    .flatMap(box -> diagnose(box, rootsThere))
                    .map(wrong -> mended(wrong.finding(), wrong.reason(), wrong.mend()))
                    .stream()
                    .toList();
        }

        private Finding mended(Finding finding, String reason, Runnable mend) {
            if (!repair) {
                return finding;
            }
            try {
                ScopedValue.where(Cause.CURRENT, Cause.current().because(reason)).run(mend);
                return finding.done();
            } catch (Refusal refusal) {
                return finding.cannot(refusal.getMessage(), refusal);
            } catch (RuntimeException failure) {
                return finding.cannot(SEE_LOG, failure);
            }
        }
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
            case RUNS -> seen.lacks().isEmpty() ? Optional.empty() : incomplete(box, seen);
        };
    }

    private Optional<Diagnosis> startNeeded(Box box, String sentence, String reason) {
        return Optional.of(
                new Diagnosis(
                        Finding.of(box, Kind.NOT_RUNNING, sentence),
                        reason,
                        () -> startAgain(box)));
    }

    /** A limit can be set while the box runs; nothing else can be given back to it. */
    private Optional<Diagnosis> incomplete(Box box, Sighting seen) {
        boolean limitsOnly = seen.lacks().equals(List.of(Sighting.LIMITS));
        return Optional.of(
                new Diagnosis(
                        Finding.of(
                                box,
                                Kind.INCOMPLETE,
                                "it runs without its " + String.join(", ", seen.lacks())),
                        "something was missing",
                        limitsOnly
                                ? () -> engine.limit(box)
                                : () -> {
                                    engine.remove(box.uid());
                                    startAgain(box);
                                }));
    }

    private void removeAll(Box box) {
        engine.remove(box.uid());
        roots.delete(box.uid());
        boxes.forget(box.uid());
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
        limitIfItRanOn(running);
    }

    /** A box that ran all the time was left alone by the start, its limits with it. */
    private void limitIfItRanOn(Box box) {
        if (engine.sight(box.uid(), box.spec().config())
                .filter(seen -> seen.lacks().contains(Sighting.LIMITS))
                .isPresent()) {
            engine.limit(box);
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

    private static String words(Optional<Sighting> sighting) {
        return sighting.map(seen -> String.join(", ", seen.has())).orElse("nothing any more");
    }

    private static Set<Uid> without(Set<Uid> known, Set<Uid> found) {
        Set<Uid> unknown = new HashSet<>(found);
        unknown.removeAll(known);
        return unknown;
    }
}
