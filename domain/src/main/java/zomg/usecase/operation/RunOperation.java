package zomg.usecase.operation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.id.Uid;
import zomg.model.journal.Cause;
import zomg.model.operation.Operation;
import zomg.model.operation.Operation.Progress;
import zomg.port.BoxStarts;
import zomg.port.Boxes;
import zomg.port.IdSource;
import zomg.port.Operations;

/**
 * Does work beside its request, and makes an operation of it when it takes longer than the request
 * waits. What is done in time leaves no record.
 */
public final class RunOperation {

    /** What became of work. */
    public sealed interface Outcome<T> {

        record Done<T>(T result) implements Outcome<T> {}

        /** It goes on. */
        record Accepted<T>(Operation operation) implements Outcome<T> {}
    }

    /** So many that are over are remembered at most, however young they are. */
    private static final int MOST = 10_000;

    private final Operations operations;
    private final Boxes boxes;
    private final BoxStarts starts;
    private final IdSource ids;
    private final InstantSource clock;
    private final Executor executor;
    private final Duration retention;
    private final BiConsumer<Operation, Throwable> fault;
    private final Map<Uid, Running<?>> running = new ConcurrentHashMap<>();

    /**
     * @param executor refuses what is too much
     * @param retention how long operations are remembered after their end
     * @param fault told of what went wrong unexpectedly after the request was answered
     */
    public RunOperation(
            Operations operations,
            Boxes boxes,
            BoxStarts starts,
            IdSource ids,
            InstantSource clock,
            Executor executor,
            Duration retention,
            BiConsumer<Operation, Throwable> fault) {
        this.operations = operations;
        this.boxes = boxes;
        this.starts = starts;
        this.ids = ids;
        this.clock = clock;
        this.executor = executor;
        this.retention = retention;
        this.fault = fault;
    }

    /**
     * @throws Refusal what the work throws, if it ends in time; BUSY if too much is under way
     */
    public <T> Outcome<T> run(Work<T> work, Duration wait) {
        Running<T> mine = new Running<>(ids.next(), work, operations, clock);
        Uid id = mine.operation().id();
        running.put(id, mine);
        try {
            Cause cause = Cause.current();
            executor.execute(
                    () -> ScopedValue.where(Cause.CURRENT, cause).run(() -> run(id, mine)));
        } catch (RejectedExecutionException tooMuch) {
            running.remove(id);
            throw new Refusal(
                    ErrorCode.BUSY, "too many changes are under way; try again later", tooMuch);
        }
        if (mine.awaitEnd(wait)) {
            return new Outcome.Done<>(mine.result());
        }
        if (mine.record(boxes.find(work.ref()).map(Box::uid)).isEmpty()) {
            return new Outcome.Done<>(mine.result());
        }
        forgetOld();
        return new Outcome.Accepted<>(look(mine));
    }

    /** Forgets what ended long ago; to be called from time to time, beside each new one. */
    public void forgetOld() {
        operations.forget(clock.instant().minus(retention), MOST);
    }

    private void run(Uid id, Running<?> mine) {
        try {
            mine.run();
        } finally {
            running.computeIfPresent(id, (_, one) -> one.isOver() ? null : one);
        }
        if (mine.isRecorded()) {
            mine.fault().ifPresent(thrown -> fault.accept(mine.operation(), thrown));
        }
    }

    /** Of what ended while the records were out of reach; to be called now and then. */
    public void recordEnds() {
        running.forEach(
                (id, one) -> {
                    one.recordEnd();
                    if (one.isOver()) {
                        running.remove(id);
                    }
                });
    }

    /** What has a record and is worked on in this moment, or has ended and is not recorded yet. */
    Optional<Running<?>> find(Uid id) {
        return Optional.<Running<?>>ofNullable(running.get(id)).filter(Running::isRecorded);
    }

    /**
     * How far it is, which its record does not say. Whoever waits for a box's turn does not start
     * it, though somebody may.
     */
    Operation look(Running<?> one) {
        Operation operation = one.operation();
        if (operation.hasEnded() || operation.progress().equals(Progress.NONE)) {
            return operation;
        }
        return operation.box().flatMap(starts::waitFor).map(operation::doing).orElse(operation);
    }
}
