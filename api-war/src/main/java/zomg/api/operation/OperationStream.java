package zomg.api.operation;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import zomg.api.stream.EventWriter;
import zomg.api.stream.Streams;
import zomg.error.Refusal;
import zomg.model.id.Uid;
import zomg.model.operation.Operation;
import zomg.usecase.operation.ShowOperation;

/**
 * How far an operation is, as server-sent events: as it is now, and whenever that changes until its
 * end. Nobody is told when somebody else, a cluster, goes on to its next step, so we look.
 */
final class OperationStream implements Streams.Following {

    private static final Duration LOOK = Duration.ofMillis(200);

    private final ShowOperation showOperation;
    private final Streams streams;
    private final Uid id;

    OperationStream(ShowOperation showOperation, Streams streams, Uid id) {
        this.showOperation = showOperation;
        this.streams = streams;
        this.id = id;
    }

    @Override
    public void follow(EventWriter events) throws IOException {
        try {
            send(events);
        } catch (Refusal _) {
            // Nobody knows of it any more; the client sees that there was no end.
        }
    }

    private void send(EventWriter events) throws IOException {
        Optional<Operation> told = Optional.empty();
        while (!streams.areClosed()) {
            Operation now = showOperation.show(id, told.isEmpty() ? Duration.ZERO : LOOK);
            if (!told.equals(Optional.of(now))) {
                events.event("event: %s\n".formatted(name(now.state())), OperationJson.of(now));
                told = Optional.of(now);
            }
            if (now.hasEnded()) {
                events.end();
                return;
            }
            events.beat();
            events.flush();
        }
    }

    private static String name(Operation.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
