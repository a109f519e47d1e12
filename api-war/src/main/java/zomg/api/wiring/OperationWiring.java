package zomg.api.wiring;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import zomg.api.idempotency.Idempotency;
import zomg.api.operation.Handover;
import zomg.api.setup.Drain;
import zomg.model.operation.Operation;
import zomg.port.BoxStarts;
import zomg.port.Boxes;
import zomg.port.FreedSpace;
import zomg.port.IdSource;
import zomg.port.KeyedRequests;
import zomg.port.Operations;
import zomg.usecase.box.DeleteBox;
import zomg.usecase.box.KeepDeleting;
import zomg.usecase.operation.CancelOperation;
import zomg.usecase.operation.ListOperations;
import zomg.usecase.operation.ResolveOperations;
import zomg.usecase.operation.RunOperation;
import zomg.usecase.operation.ShowOperation;
import zomg.usecase.request.AnswerOnce;

/** Changes: who does them, how long ones are looked at, and repeated ones answered. */
@Dependent
public class OperationWiring {

    private static final Logger LOG = System.getLogger(RunOperation.class.getName());

    /**
     * Changes at once. Threads of their own, because the container's answer requests, and those
     * that wait for a change must not keep it from being made.
     */
    private static final int MOST = 256;

    private static final long IDLE_SECONDS = 30;

    @Inject private ManagedThreadFactory threads;

    @Produces
    @Singleton
    RunOperation runOperation(
            Settings settings,
            Operations operations,
            Boxes boxes,
            BoxStarts starts,
            IdSource ids,
            InstantSource clock,
            Drain drain) {
        return new RunOperation(
                operations,
                boxes,
                starts,
                ids,
                clock,
                drain.counting(
                        new ThreadPoolExecutor(
                                0,
                                MOST,
                                IDLE_SECONDS,
                                TimeUnit.SECONDS,
                                new SynchronousQueue<>(),
                                threads)),
                settings.changes().operationRetention(),
                OperationWiring::failed);
    }

    @Produces
    @Singleton
    AnswerOnce answerOnce(
            KeyedRequests requests, IdSource ids, InstantSource clock, Settings settings) {
        return new AnswerOnce(
                requests,
                ids,
                clock,
                settings.changes().answerRetention(),
                failure -> LOG.log(Level.WARNING, "the answer to a request was not kept", failure));
    }

    @Produces
    @Singleton
    Idempotency idempotency(AnswerOnce answerOnce) {
        return new Idempotency(answerOnce);
    }

    private static void failed(Operation operation, Throwable fault) {
        LOG.log(Level.ERROR, "an operation failed operation=" + operation.id(), fault);
    }

    @Produces
    @Singleton
    Handover handover(RunOperation runOperation, Settings settings) {
        return new Handover(runOperation, settings.changes().patience());
    }

    @Produces
    @Singleton
    ShowOperation showOperation(Operations operations, RunOperation runOperation) {
        return new ShowOperation(operations, runOperation);
    }

    @Produces
    @Singleton
    ListOperations listOperations(Operations operations, RunOperation runOperation) {
        return new ListOperations(operations, runOperation);
    }

    @Produces
    @Singleton
    CancelOperation cancelOperation(RunOperation runOperation, ShowOperation showOperation) {
        return new CancelOperation(runOperation, showOperation);
    }

    @Produces
    @Singleton
    ResolveOperations resolveOperations(Operations operations, Boxes boxes, InstantSource clock) {
        return new ResolveOperations(operations, boxes, clock);
    }

    @Produces
    @Singleton
    KeepDeleting keepDeleting(
            DeleteBox deleteBox, Boxes boxes, FreedSpace freedSpace, InstantSource clock) {
        return new KeepDeleting(deleteBox, boxes, freedSpace, clock, OperationWiring::pause);
    }

    private static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
