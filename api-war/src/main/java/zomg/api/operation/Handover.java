package zomg.api.operation;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import zomg.api.error.RequestId;
import zomg.api.security.Caller;
import zomg.model.access.Principal;
import zomg.model.id.BoxRef;
import zomg.model.id.Uid;
import zomg.model.journal.Cause;
import zomg.model.operation.Operation;
import zomg.model.request.KeyedRequest;
import zomg.usecase.operation.RunOperation;
import zomg.usecase.operation.Work;

/** Answers a changing request with what came of it, or after a while with the operation it is. */
public final class Handover {

    private final RunOperation runOperation;
    private final Duration wait;

    /**
     * @param wait for the end of the work, where the client does not say how long
     */
    public Handover(RunOperation runOperation, Duration wait) {
        this.runOperation = runOperation;
        this.wait = wait;
    }

    /** Work on a box that exists, or that a delete finds gone. */
    public <T> Response answer(
            Operation.Kind kind,
            BoxRef ref,
            Optional<Prefer> prefer,
            Supplier<T> change,
            Function<T, Response> answer) {
        return answer(kind, ref, Optional.empty(), prefer, change, answer);
    }

    /**
     * @param box the uid that a new box will have
     * @param answer to a client that waited long enough
     */
    public <T> Response answer(
            Operation.Kind kind,
            BoxRef ref,
            Optional<Uid> box,
            Optional<Prefer> prefer,
            Supplier<T> change,
            Function<T, Response> answer) {
        Work<T> work = new Work<>(kind, ref, box, Caller.principal().name(), inThisScope(change));
        Response response =
                switch (runOperation.run(work, Prefer.wait(prefer, wait))) {
                    case RunOperation.Outcome.Done<T>(T result) -> answer.apply(result);
                    case RunOperation.Outcome.Accepted<T>(Operation operation) ->
                            accepted(operation);
                };
        return applied(response, prefer);
    }

    private static Response accepted(Operation operation) {
        return Response.accepted(OperationJson.of(operation))
                .header(HttpHeaders.LOCATION, URI.create("/v1/operations/" + operation.id()))
                .build();
    }

    static Response applied(Response response, Optional<Prefer> prefer) {
        Prefer.wait(prefer)
                .ifPresent(
                        seconds ->
                                response.getHeaders().putSingle(Prefer.APPLIED, "wait=" + seconds));
        return response;
    }

    /** What is bound in the thread of the request is bound in that of the work, too. */
    private static <T> Supplier<T> inThisScope(Supplier<T> change) {
        RequestId request = RequestId.CURRENT.get();
        Principal principal = Caller.principal();
        Cause cause = Cause.current();
        Optional<KeyedRequest> keyed = KeyedRequest.current();
        return () -> {
            ScopedValue.Carrier scope =
                    ScopedValue.where(RequestId.CURRENT, request)
                            .where(Caller.CURRENT, principal)
                            .where(Cause.CURRENT, cause);
            return keyed.map(key -> scope.where(KeyedRequest.CURRENT, key))
                    .orElse(scope)
                    .call(change::get);
        };
    }
}
