package zomg.usecase.setup;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.id.BoxRef;
import zomg.model.id.Uid;
import zomg.model.journal.Cause;
import zomg.model.snapshot.SnapshotState;
import zomg.port.BoxEngine;
import zomg.port.Boxes;
import zomg.port.Projects;
import zomg.port.Snapshots;
import zomg.usecase.box.BoxTurns;
import zomg.usecase.setup.Finding.Kind;

/**
 * Brings a box back whose first process ended by itself, later each time. Until then it is {@code
 * resuming}: whoever stops, resumes or deletes it meanwhile has the last word.
 */
public final class RestartBoxes {

    /**
     * How long a box waits for its next start.
     *
     * @param first after it ended for the first time; twice as long each time after
     * @param longest but not longer than this
     * @param steady a box that ran so long begins anew
     */
    public record BackOff(Duration first, Duration longest, Duration steady) {

        public static final BackOff DEFAULT =
                new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(10));

        Duration after(int starts) {
            Duration delay = first;
            for (int i = 0; i < starts && delay.compareTo(longest) < 0; i++) {
                delay = delay.multipliedBy(2);
            }
            return delay.compareTo(longest) < 0 ? delay : longest;
        }
    }

    /** Whoever ends a box on purpose does so before it has its turn; it gets this long for it. */
    private static final Duration SETTLE = Duration.ofMillis(250);

    private static final Duration BUSY = Duration.ofSeconds(1);
    private static final int MOST_FAILURES = 12;

    /** Where no box is the reason, and nobody tells when it has passed: a disk that is full. */
    private static final Duration PASSING = Duration.ofSeconds(20);

    /** What is known of a box that ended. */
    private static final class Past {
        private Optional<Instant> due = Optional.empty();
        private Instant lastStart = Instant.MIN;
        private int starts;
        private int failures;
    }

    private final Boxes boxes;
    private final Projects projects;
    private final Snapshots snapshots;
    private final BoxEngine engine;
    private final BoxTurns turns;
    private final InstantSource clock;
    private final BackOff backOff;
    private final Map<Uid, Past> pasts = new HashMap<>();

    public RestartBoxes(
            Boxes boxes,
            Projects projects,
            Snapshots snapshots,
            BoxEngine engine,
            BoxTurns turns,
            InstantSource clock,
            BackOff backOff) {
        this.boxes = boxes;
        this.projects = projects;
        this.snapshots = snapshots;
        this.engine = engine;
        this.turns = turns;
        this.clock = clock;
        this.backOff = backOff;
    }

    /** The first process of these boxes ended; why, and whether that is right, is seen later. */
    public synchronized void ended(Set<Uid> uids) {
        Instant due = clock.instant().plus(SETTLE);
        for (Uid uid : uids) {
            Past past = pasts.computeIfAbsent(uid, _ -> new Past());
            past.due = past.due.or(() -> Optional.of(due));
        }
    }

    /** Whether this box is dealt with here. */
    synchronized boolean isWaiting(Uid uid) {
        return pasts.containsKey(uid) && pasts.get(uid).due.isPresent();
    }

    /** How long there is nothing to do, if no box ends meanwhile; at most {@code longest}. */
    public synchronized Duration idle(Duration longest) {
        Instant now = clock.instant();
        return pasts.values().stream()
                .flatMap(past -> past.due.stream())
                .map(due -> Duration.between(now, due))
                .reduce(longest, (one, other) -> one.compareTo(other) < 0 ? one : other);
    }

    /**
     * Does what is due by now.
     *
     * @return what became of boxes, for the log
     */
    public List<Finding> act() {
        List<Finding> findings = new ArrayList<>();
        Set<Uid> due = due();
        if (!due.isEmpty()) {
            Map<Uid, BoxRef> refs =
                    Boxes.Query.everything()
                            .in(boxes)
                            .filter(box -> due.contains(box.uid()))
                            .collect(Collectors.toMap(Box::uid, Box::ref));
            for (Uid uid : due) {
                Optional.ofNullable(refs.get(uid))
                        .ifPresentOrElse(
                                ref -> inTurn(uid, ref).ifPresent(findings::add),
                                () -> settle(uid));
            }
        }
        return findings;
    }

    private synchronized Set<Uid> due() {
        Instant now = clock.instant();
        pasts.values()
                .removeIf(
                        past ->
                                past.due.isEmpty()
                                        && past.lastStart.plus(backOff.steady()).isBefore(now));
        return pasts.entrySet().stream()
                .filter(
                        entry ->
                                entry.getValue()
                                        .due
                                        .filter(instant -> !instant.isAfter(now))
                                        .isPresent())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Optional<Finding> inTurn(Uid uid, BoxRef ref) {
        try {
            Optional<Optional<Finding>> step =
                    turns.takeIfFree(
                            ref,
                            () ->
                                    ScopedValue.where(
                                                    Cause.CURRENT,
                                                    Cause.SERVER.because(Cause.PROCESS_ENDED))
                                            .call(() -> step(uid, ref)));
            if (step.isEmpty()) {
                postpone(uid, BUSY);
            }
            return step.flatMap(Function.identity());
        } catch (RuntimeException recordsOutOfReach) {
            postpone(uid, PASSING);
            throw recordsOutOfReach;
        }
    }

    private Optional<Finding> step(Uid uid, BoxRef ref) {
        Optional<Box> found = boxes.find(ref).filter(box -> box.uid().equals(uid));
        if (found.filter(box -> box.is(BoxStatus.RUNNING)).isPresent() && !engine.isRunning(uid)) {
            return Optional.of(announce(found.get()));
        }
        if (found.filter(box -> box.is(BoxStatus.RESUMING)).isPresent()) {
            return startRestored(found.get());
        }
        settle(uid);
        return Optional.empty();
    }

    private Finding announce(Box box) {
        boxes.replace(box.withStatus(BoxStatus.RESUMING, clock.instant()));
        Duration delay = backOff.after(starts(box.uid()));
        postpone(box.uid(), delay);
        return Finding.of(
                box,
                Kind.NOT_RUNNING,
                "its first process ended; it is started again in %d ms"
                        .formatted(delay.toMillis()));
    }

    /**
     * One that has a part of what a snapshot keeps waits for the next look, which does the rest.
     */
    private Optional<Finding> startRestored(Box box) {
        if (snapshots.of(box.uid()).stream()
                .anyMatch(snapshot -> snapshot.is(SnapshotState.RESTORING))) {
            postpone(box.uid(), PASSING);
            return Optional.empty();
        }
        return Optional.of(start(box));
    }

    private Finding start(Box box) {
        Finding finding = Finding.of(box, Kind.NOT_RUNNING, "its first process ended");
        try {
            engine.start(box, projects.use(box.ref().project()));
        } catch (RuntimeException failure) {
            return failed(box, finding, failure);
        }
        boxes.replace(box.withStatus(BoxStatus.RUNNING, clock.instant()));
        started(box.uid());
        return finding.done();
    }

    /** What the box itself is the reason of does not go away; anything else may. */
    private Finding failed(Box box, Finding finding, RuntimeException failure) {
        if (Reconcile.isForWantOfRoom(failure)) {
            postpone(box.uid(), PASSING);
            return finding.cannot(failure.getMessage(), failure);
        }
        boolean hopeless =
                failure instanceof Refusal refusal && refusal.code() == ErrorCode.START_FAILED;
        int failures = countFailure(box.uid());
        if (!hopeless && failures < MOST_FAILURES) {
            postpone(box.uid(), backOff.after(starts(box.uid()) + failures));
            return finding.cannot("it is tried again later", failure);
        }
        String reason =
                failure instanceof Refusal
                        ? failure.getMessage()
                        : "the box did not start again; see the server's log";
        boxes.replace(box.failed(reason, clock.instant()));
        settle(box.uid());
        return finding.cannot(reason, failure);
    }

    private synchronized int starts(Uid uid) {
        Past past = pasts.get(uid);
        if (past.lastStart.plus(backOff.steady()).isBefore(clock.instant())) {
            past.starts = 0;
        }
        return past.starts;
    }

    private synchronized int countFailure(Uid uid) {
        return ++pasts.get(uid).failures;
    }

    private synchronized void started(Uid uid) {
        Past past = pasts.get(uid);
        past.due = Optional.empty();
        past.lastStart = clock.instant();
        past.starts++;
        past.failures = 0;
    }

    private synchronized void postpone(Uid uid, Duration delay) {
        pasts.get(uid).due = Optional.of(clock.instant().plus(delay));
    }

    private synchronized void settle(Uid uid) {
        pasts.get(uid).due = Optional.empty();
    }
}
