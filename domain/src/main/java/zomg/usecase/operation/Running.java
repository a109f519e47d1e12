package zomg.usecase.operation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.Uid;
import zomg.model.operation.Operation;
import zomg.model.operation.Operation.Progress;
import zomg.port.Operations;

/** Work that this server does right now, with a record or without one. */
final class Running<T> implements Steps.Listener {

    static final String INTERNAL_ERROR = "internal_error";

    private static final Runnable NOTHING = () -> {};

    private final Work<T> work;
    private final Operations operations;
    private final InstantSource clock;
    private final CountDownLatch ended = new CountDownLatch(1);

    private Operation operation;
    private boolean recorded;
    private boolean unrecorded;
    private boolean cancelled;
    private boolean cancellable;

    /** Held while the work is made to end, so that it does not begin something else meanwhile. */
    private final Lock ending = new ReentrantLock();

    private Runnable end = NOTHING;
    private T result;
    private Throwable failure;

    Running(Uid id, Work<T> work, Operations operations, InstantSource clock) {
        this.work = work;
        this.operations = operations;
        this.clock = clock;
        this.cancellable = work.kind().isCancellable();
        this.operation =
                new Operation(
                        id,
                        work.kind(),
                        work.ref(),
                        work.box(),
                        Operation.State.RUNNING,
                        Progress.NONE,
                        Optional.empty(),
                        work.actor(),
                        clock.instant(),
                        clock.instant());
    }

    /** To its end, whatever that is. */
    @SuppressWarnings("CatchingUnchecked") // nothing that it throws is lost: the waiter gets it
    void run() {
        try {
            T done = ScopedValue.where(Steps.CURRENT, this).call(work.change()::get);
            end(done, null, running -> running.succeeded(clock.instant()));
        } catch (Steps.Cancelled calledOff) {
            end(null, calledOff, running -> running.cancelled(clock.instant()));
        } catch (Refusal refusal) {
            Operation.Failure reason =
                    new Operation.Failure(refusal.code().wireName(), refusal.getMessage());
            end(null, refusal, running -> running.failed(reason, clock.instant()));
        } catch (RuntimeException | Error fault) {
            Operation.Failure reason =
                    new Operation.Failure(
                            INTERNAL_ERROR, "something went wrong in the server; see its log");
            end(null, fault, running -> running.failed(reason, clock.instant()));
        }
    }

    private void end(T done, Throwable thrown, UnaryOperator<Operation> how) {
        try {
            endRecord(done, thrown, how);
        } finally {
            ended.countDown();
        }
    }

    private synchronized void endRecord(T done, Throwable thrown, UnaryOperator<Operation> how) {
        result = done;
        failure = thrown;
        operation = how.apply(operation);
        unrecorded = recorded;
        recordEnd();
    }

    /** If the records are out of reach its end is known here only, until they are not. */
    synchronized void recordEnd() {
        if (!unrecorded) {
            return;
        }
        try {
            operations.update(operation);
            unrecorded = false;
        } catch (Refusal later) {
            unrecorded = true;
        }
    }

    /** Whether there is nothing more to do or to record. */
    synchronized boolean isOver() {
        return operation.hasEnded() && !unrecorded;
    }

    boolean awaitEnd(Duration patience) {
        try {
            return ended.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Refusal(ErrorCode.ENGINE_UNAVAILABLE, "the server is stopping", interrupted);
        }
    }

    /**
     * Gives it a record, on disk when this returns, unless it has ended in the last moment.
     *
     * @param box which box it is about, as far as that is known
     */
    synchronized Optional<Operation> record(Optional<Uid> box) {
        if (operation.hasEnded()) {
            return Optional.empty();
        }
        operation = operation.about(operation.box().or(() -> box));
        operations.add(operation);
        recorded = true;
        return Optional.of(operation);
    }

    synchronized Operation operation() {
        return operation;
    }

    synchronized boolean isRecorded() {
        return recorded;
    }

    /** What came of it, for who waited; only after its end. */
    synchronized T result() {
        switch (failure) {
            case null -> {
                return result;
            }
            case RuntimeException thrown -> throw thrown;
            case Error thrown -> throw thrown;
            default -> throw new IllegalStateException(failure);
        }
    }

    synchronized Optional<Throwable> fault() {
        return Optional.ofNullable(failure)
                .filter(thrown -> !(thrown instanceof Refusal))
                .filter(thrown -> !(thrown instanceof Steps.Cancelled));
    }

    /**
     * What is done at the moment is made to end, if that is possible.
     *
     * @throws Refusal NOT_CANCELLABLE
     */
    void cancel() {
        ending.lock();
        try {
            markCancelled();
            Runnable now = end;
            end = NOTHING;
            now.run();
        } finally {
            ending.unlock();
        }
    }

    private synchronized void markCancelled() {
        if (!cancellable && !cancelled) {
            throw new Refusal(
                    ErrorCode.NOT_CANCELLABLE,
                    "the operation cannot be cancelled: it is %s".formatted(doing()));
        }
        cancelled = true;
    }

    private synchronized boolean isCancelled() {
        return cancelled;
    }

    @Override
    public <D> D endedBy(Runnable how, Supplier<D> work) {
        canBeEndedBy(how);
        try {
            return work.get();
        } finally {
            canBeEndedBy(NOTHING);
        }
    }

    /**
     * @throws Steps.Cancelled if it is too late for that
     */
    private void canBeEndedBy(Runnable how) {
        ending.lock();
        try {
            if (isCancelled()) {
                throw new Steps.Cancelled();
            }
            end = how;
        } finally {
            ending.unlock();
        }
    }

    private String doing() {
        return operation.hasEnded() ? "over" : operation.progress().step();
    }

    @Override
    public synchronized void next(Progress progress) {
        if (cancelled) {
            throw new Steps.Cancelled();
        }
        operation = operation.at(progress, clock.instant());
    }

    @Override
    public synchronized void last(Progress progress) {
        next(progress);
        cancellable = false;
    }
}
