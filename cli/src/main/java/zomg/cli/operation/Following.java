package zomg.cli.operation;

import io.avaje.jsonb.Jsonb;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import zomg.cli.client.Operation;
import zomg.cli.client.OperationState;
import zomg.cli.client.OperationsClient;
import zomg.cli.support.Answer;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.Terminal;

/** Waits for the end of what goes on after its request was answered. */
public final class Following {

    static final String CANCELLED = "the operation was cancelled";

    private static final int ACCEPTED = 202;
    private static final int MAX_STEP = 60;

    /** For a person, who wants to see it move; a program only wants the end. */
    private static final int GLANCE_SECONDS = 1;

    private static final int LOOK_SECONDS = 20;

    private final Invocation invocation;
    private final Http http;

    public Following(Invocation invocation, Http http) {
        this.invocation = invocation;
        this.http = http;
    }

    public static boolean isAccepted(Answer<?> answer) {
        return answer.status() == ACCEPTED;
    }

    /** The operation that a request has become. */
    public static Operation operation(Answer<?> accepted) {
        return Jsonb.instance().type(Operation.class).fromJson(accepted.body());
    }

    /**
     * An answer that says all is given back as it is.
     *
     * @param result what to ask when the operation has succeeded
     * @throws ApiFailure what the request would have been refused with
     */
    public <T> Answer<T> toItsEnd(Answer<T> answer, Supplier<Answer<T>> result) {
        if (!isAccepted(answer)) {
            return answer;
        }
        requireEnd(answer);
        return result.get();
    }

    /**
     * Waits for what a request has become.
     *
     * @throws ApiFailure what the request would have been refused with
     */
    public void requireEnd(Answer<?> accepted) {
        requireSuccess(await(operation(accepted).id(), Optional.empty()).value());
    }

    /**
     * @param patience as long as it takes if empty
     * @return the operation at its end
     */
    public Answer<Operation> await(String id, Optional<Duration> patience) {
        Terminal terminal = invocation.terminal();
        try (Farewell _ = new Farewell(terminal, id)) {
            return await(id, patience, System.nanoTime());
        } finally {
            if (terminal.errIsTerminal()) {
                terminal.err().print("\r\033[K");
                terminal.err().flush();
            }
        }
    }

    private Answer<Operation> await(String id, Optional<Duration> patience, long begin) {
        boolean watched = invocation.terminal().errIsTerminal();
        int wait = watched ? GLANCE_SECONDS : LOOK_SECONDS;
        while (true) {
            int left = secondsLeft(patience, begin);
            OperationsClient operations =
                    new OperationsClient(http.header("Prefer", "wait=" + Math.min(wait, left)));
            Answer<Operation> answer = operations.showOperation(id);
            Operation now = answer.value();
            if (!now.state().equals(OperationState.RUNNING)) {
                return answer;
            }
            if (left == 0) {
                throw Failure.of(Farewell.text(id));
            }
            if (watched) {
                show(now);
            }
        }
    }

    private static int secondsLeft(Optional<Duration> patience, long begin) {
        return patience.map(
                        time ->
                                Math.max(
                                        0,
                                        (int)
                                                time.minusNanos(System.nanoTime() - begin)
                                                        .toSeconds()))
                .orElse(Integer.MAX_VALUE);
    }

    private void show(Operation operation) {
        String step = operation.progress().step();
        invocation
                .terminal()
                .err()
                .print(
                        "\r\033[K%s: %3d%% %s"
                                .formatted(
                                        operation.box(),
                                        operation.progress().percent(),
                                        step.substring(0, Math.min(MAX_STEP, step.length()))));
        invocation.terminal().err().flush();
    }

    static void requireSuccess(Operation ended) {
        if (ended.state().equals(OperationState.FAILED) && ended.error() != null) {
            throw ApiFailure.later(ended.error().code(), ended.error().detail());
        }
        if (!ended.state().equals(OperationState.SUCCEEDED)) {
            throw ApiFailure.later(ended.state(), CANCELLED);
        }
    }
}
