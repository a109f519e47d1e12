package zomg.model.journal;

import java.util.List;
import java.util.Optional;

/**
 * Why something is done. Whoever begins a piece of work binds {@link #CURRENT} for it; whoever
 * hands work to another thread binds there what {@link #current()} was here, because a scoped value
 * does not go along by itself.
 *
 * @param reason what a person would say, such as "first process ended"; of a request what the
 *     contract calls it
 * @param actor who asked for it; empty if nobody did
 * @param requestId what the log says of the same work under; work that nobody asked for may have an
 *     id of its own
 */
public record Cause(String reason, Optional<String> actor, Optional<String> requestId) {

    /** Of the work that this thread does. */
    public static final ScopedValue<Cause> CURRENT = ScopedValue.newInstance();

    /** Of what the server does by itself, without having said why. */
    public static final Cause SERVER = new Cause("server", Optional.empty(), Optional.empty());

    /** Reasons for which a box comes back that nobody asked for. */
    public static final String PROCESS_ENDED = "first process ended";

    public static final String MACHINE_RESTARTED = "machine was restarted";
    public static final String SERVER_STARTED = "server was started again";

    private static final String REQUEST = "request";

    /** Of a request from somebody who is not known yet. */
    public static Cause request(String requestId) {
        return new Cause(REQUEST, Optional.empty(), Optional.of(requestId));
    }

    /** Of work that the server does by itself, under an id of its own. */
    public static Cause own(String reason, String requestId) {
        return new Cause(reason, Optional.empty(), Optional.of(requestId));
    }

    /** The bound one, or {@link #SERVER}. */
    public static Cause current() {
        return CURRENT.isBound() ? CURRENT.get() : SERVER;
    }

    /** Whether it is one of the reasons for which a box comes back by itself. */
    public boolean isRestart() {
        return List.of(PROCESS_ENDED, MACHINE_RESTARTED, SERVER_STARTED).contains(reason);
    }

    public Cause by(String whom) {
        return new Cause(reason, Optional.of(whom), requestId);
    }

    /** The same work, for a reason of its own. */
    public Cause because(String other) {
        return new Cause(other, actor, requestId);
    }
}
