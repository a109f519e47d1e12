package zomg.usecase.setup;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.id.Uid;
import zomg.port.BoxEngine;
import zomg.port.Boxes;

/**
 * Takes the boxes and the machine's parts down. The records of running boxes stay as they are, so
 * that the next start resumes what ran.
 */
public final class ShutDown {

    private static final int AT_ONCE = 16;

    private final Boxes boxes;
    private final BoxEngine engine;
    private final SetUpMachine machine;

    public ShutDown(Boxes boxes, BoxEngine engine, SetUpMachine machine) {
        this.boxes = boxes;
        this.engine = engine;
        this.machine = machine;
    }

    /**
     * Boxes get at most {@code patience} each to end, however long their own grace is. A server
     * that was refused the machine, because another one has it, leaves everything as it is.
     */
    public void shutDown(Duration patience) {
        machine.end();
        if (!machine.isOurs()) {
            return;
        }
        Map<Uid, Duration> graces =
                Boxes.Query.everything()
                        .in(boxes)
                        .filter(box -> box.is(BoxStatus.RUNNING))
                        .collect(toMap(Box::uid, box -> box.spec().grace().duration()));
        stop(graces, patience);
        engine.list().forEach(engine::remove);
        machine.release();
    }

    /** Side by side: one that takes its time does not keep the others waiting. */
    private void stop(Map<Uid, Duration> graces, Duration patience) {
        try (ExecutorService stops = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> all = new ArrayList<>();
            graces.forEach(
                    (box, grace) -> {
                        Duration shorter = grace.compareTo(patience) < 0 ? grace : patience;
                        all.add(stops.submit(() -> engine.stop(box, shorter)));
                    });
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while boxes were stopped", interrupted);
        }
    }
}
