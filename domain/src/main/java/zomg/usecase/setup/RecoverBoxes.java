package zomg.usecase.setup;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import zomg.error.Refusal;
import zomg.model.base.Base;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.id.Uid;
import zomg.port.BaseStore;
import zomg.port.Bases;
import zomg.port.BoxEngine;
import zomg.port.Boxes;
import zomg.port.Projects;
import zomg.port.RootStore;

/**
 * Brings records and machine together again after the server was away: unfinished creates are
 * undone, unfinished deletes and stops are finished, boxes that should run do, and what no record
 * names is removed, except for roots. A root is made after its record and deleted before it, so one
 * without a record is a box whose record was lost: it is set aside. Nothing that fails keeps the
 * rest from coming back; what is left then is met again at the next start.
 */
public final class RecoverBoxes {

    /** What is gathered on the way. */
    private static final class Findings {

        private final Set<Uid> setAside = new HashSet<>();
        private final List<Recovery.Leftover> leftovers = new ArrayList<>();

        void attempt(Uid uid, Runnable work) {
            try {
                work.run();
            } catch (RuntimeException failure) {
                leftovers.add(new Recovery.Leftover(uid, failure));
            }
        }

        void setAside(Uid root) {
            setAside.add(root);
        }

        Recovery toRecovery() {
            return new Recovery(setAside, leftovers);
        }
    }

    private final Boxes boxes;
    private final Projects projects;
    private final Bases bases;
    private final RootStore roots;
    private final BaseStore baseStore;
    private final BoxEngine engine;
    private final InstantSource clock;

    public RecoverBoxes(
            Boxes boxes,
            Projects projects,
            Bases bases,
            RootStore roots,
            BaseStore baseStore,
            BoxEngine engine,
            InstantSource clock) {
        this.boxes = boxes;
        this.projects = projects;
        this.bases = bases;
        this.roots = roots;
        this.baseStore = baseStore;
        this.engine = engine;
        this.clock = clock;
    }

    public Recovery recover() {
        List<Box> all = boxes.list(Boxes.Query.everything());
        Set<Uid> recorded = all.stream().map(Box::uid).collect(Collectors.toSet());
        Findings findings = new Findings();
        removeOrphans(recorded, findings);
        all.forEach(box -> findings.attempt(box.uid(), () -> recover(box)));
        return findings.toRecovery();
    }

    private void removeOrphans(Set<Uid> recorded, Findings findings) {
        without(recorded, engine.list())
                .forEach(uid -> findings.attempt(uid, () -> engine.remove(uid)));
        Set<Uid> knownBases = bases.list().stream().map(Base::uid).collect(Collectors.toSet());
        Set<Uid> orphanBases = without(knownBases, baseStore.list());
        Set<Uid> orphanRoots = without(recorded, roots.list());
        without(orphanBases, orphanRoots)
                .forEach(uid -> findings.attempt(uid, () -> setAside(uid, findings)));
        orphanBases.forEach(
                uid -> findings.attempt(uid, () -> removeBase(uid, orphanRoots.contains(uid))));
    }

    private void setAside(Uid root, Findings findings) {
        roots.setAside(root);
        findings.setAside(root);
    }

    /** The base goes last: it is what tells the root of a build from that of a box. */
    private void removeBase(Uid uid, boolean withRoot) {
        if (withRoot) {
            roots.delete(uid);
        }
        baseStore.delete(uid);
    }

    private static Set<Uid> without(Set<Uid> known, Set<Uid> found) {
        Set<Uid> unknown = new HashSet<>(found);
        unknown.removeAll(known);
        return unknown;
    }

    private void recover(Box box) {
        switch (box.status()) {
            case CREATING, DELETING -> removeAll(box);
            case STOPPING, STOPPED, FAILED -> {
                engine.stop(box.uid(), Duration.ZERO);
                engine.remove(box.uid());
                if (box.is(BoxStatus.STOPPING)) {
                    boxes.replace(box.withStatus(BoxStatus.STOPPED, clock.instant()));
                }
            }
            case RESUMING, RUNNING -> startAgain(box);
        }
    }

    private void removeAll(Box box) {
        engine.remove(box.uid());
        roots.delete(box.uid());
        boxes.forget(box.uid());
    }

    /** One box that does not come back must not keep the others from coming back. */
    private void startAgain(Box box) {
        try {
            engine.start(box, projects.use(box.ref().project()));
            if (!box.is(BoxStatus.RUNNING)) {
                boxes.replace(box.withStatus(BoxStatus.RUNNING, clock.instant()));
            }
        } catch (RuntimeException failure) {
            try {
                engine.remove(box.uid());
            } catch (RuntimeException second) {
                failure.addSuppressed(second);
            }
            boxes.replace(box.failed(reason(failure), clock.instant()));
            return;
        }
        limit(box);
    }

    /** A box that ran on may have been updated in the last moment of the old server. */
    private void limit(Box box) {
        try {
            engine.limit(box);
        } catch (RuntimeException _) {
            // It runs on with its old limits: better than not at all, and an update asks again.
        }
    }

    /** A refusal says what a person can do; anything else may say too much or nothing. */
    private static String reason(RuntimeException failure) {
        return failure instanceof Refusal
                ? failure.getMessage()
                : "the box did not start again; see the server's log";
    }
}
