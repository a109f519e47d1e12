package zomg.usecase.box;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.port.BoxEngine;
import zomg.port.Boxes;
import zomg.port.EngineReadiness;
import zomg.usecase.operation.Steps;

/**
 * Has boxes not run while something is done to what they have on disk. Those that ran run again
 * afterwards, also if that failed: they are recorded as resuming before they are stopped, so that
 * whoever finds them cut off starts them.
 */
public final class StoppedMeanwhile {

    private final Boxes boxes;
    private final BoxEngine engine;
    private final EngineReadiness readiness;
    private final StartBox startBox;
    private final BoxTurns turns;
    private final InstantSource clock;

    public StoppedMeanwhile(
            Boxes boxes,
            BoxEngine engine,
            EngineReadiness readiness,
            StartBox startBox,
            BoxTurns turns,
            InstantSource clock) {
        this.boxes = boxes;
        this.engine = engine;
        this.readiness = readiness;
        this.startBox = startBox;
        this.turns = turns;
        this.clock = clock;
    }

    /**
     * Takes the turns of these boxes, without waiting: who has a volume's turn may not wait for a
     * box's.
     *
     * @param holders boxes that have a data volume
     * @param force whether those that run are stopped for it
     * @throws Refusal VOLUME_IN_USE if some run, without {@code force}; BOX_BUSY if one is being
     *     changed
     */
    public <T> T during(List<Box> holders, boolean force, Supplier<T> work) {
        return holding(holders, new ArrayList<>(), force, work);
    }

    private <T> T holding(List<Box> rest, List<Box> held, boolean force, Supplier<T> work) {
        if (rest.isEmpty()) {
            return stoppedAll(held, force, work);
        }
        Box first = rest.getFirst();
        return turns.takeIfFree(
                        first.ref(),
                        () -> {
                            boxes.find(first.ref()).ifPresent(held::add);
                            return holding(rest.subList(1, rest.size()), held, force, work);
                        })
                .orElseThrow(
                        () ->
                                new Refusal(
                                        ErrorCode.BOX_BUSY,
                                        "box %s, which has the volume, is busy with another change;"
                                                        .formatted(first.ref().name())
                                                + " try again later"));
    }

    private <T> T stoppedAll(List<Box> held, boolean force, Supplier<T> work) {
        held.forEach(StoppedMeanwhile::requireSettled);
        List<Box> running = held.stream().filter(this::runs).toList();
        if (!running.isEmpty() && !force) {
            throw inUse(running);
        }
        return stopped(running, work);
    }

    /** One that is stuck in something may be half there. */
    private static void requireSettled(Box box) {
        switch (box.status()) {
            case RUNNING, RESUMING, STOPPED, FAILED -> {}
            case CREATING, STOPPING, DELETING ->
                    throw new Refusal(
                            ErrorCode.VOLUME_IN_USE,
                            "the volume is attached to box %s, which is %s; try again later"
                                    .formatted(box.ref().name(), box.status().wireName()));
        }
    }

    /** What should run and does not has nothing open; it is started by those who see to that. */
    private boolean runs(Box box) {
        return box.is(BoxStatus.RUNNING)
                || box.is(BoxStatus.RESUMING) && engine.isRunning(box.uid());
    }

    private static Refusal inUse(List<Box> running) {
        boolean one = running.size() == 1;
        return new Refusal(
                ErrorCode.VOLUME_IN_USE,
                ("the volume is attached to %s %s, which %s; stop %s or detach the volume,"
                                + " or use force to have %s stopped and resumed")
                        .formatted(
                                one ? "box" : "boxes",
                                String.join(
                                        ", ",
                                        running.stream()
                                                .map(box -> box.ref().name().value())
                                                .toList()),
                                one ? "runs" : "run",
                                one ? "it" : "them",
                                one ? "it" : "them"));
    }

    private <T> T stopped(List<Box> running, Supplier<T> work) {
        if (running.isEmpty()) {
            return work.get();
        }
        List<Box> resuming = new ArrayList<>();
        T result;
        try {
            for (Box box : running) {
                resuming.add(stop(box));
            }
            result = work.get();
        } catch (RuntimeException failure) {
            startAll(resuming).ifPresent(failure::addSuppressed);
            throw failure;
        }
        Steps.last(70, "starting");
        startAll(resuming)
                .ifPresent(
                        failure -> {
                            throw failure;
                        });
        return result;
    }

    /**
     * From here on it is a box that is to run.
     *
     * @return the record to start it with
     */
    public Box stop(Box box) {
        readiness.require();
        Box resuming = boxes.replace(box.withStatus(BoxStatus.RESUMING, clock.instant()));
        Steps.last(10, "waiting for the processes to end");
        engine.stop(box.uid(), box.spec().grace().duration());
        engine.remove(box.uid());
        return resuming;
    }

    /** One that does not start keeps no other from it. */
    private Optional<RuntimeException> startAll(List<Box> resuming) {
        Optional<RuntimeException> first = Optional.empty();
        for (Box box : resuming) {
            try {
                startBox.start(box);
            } catch (RuntimeException failure) {
                first = first.or(() -> Optional.of(failure));
            }
        }
        return first;
    }
}
