package zomg.model.operation;

import java.time.Instant;
import java.util.Optional;
import zomg.model.id.BoxRef;
import zomg.model.id.Uid;

/**
 * A change of a box, or a long look at it, that took longer than whoever asked for it wanted to
 * wait.
 *
 * @param box which box it is about; empty if there was none of that name
 * @param failure why the state is {@link State#FAILED}
 * @param actor who asked for it
 */
public record Operation(
        Uid id,
        Kind kind,
        BoxRef ref,
        Optional<Uid> box,
        State state,
        Progress progress,
        Optional<Failure> failure,
        String actor,
        Instant createdAt,
        Instant updatedAt) {

    /** What is done. */
    public enum Kind {
        CREATE,
        FORK,
        UPDATE,
        STOP,
        RESUME,
        SNAPSHOT,
        RESTORE,
        SAVE,
        BUILD,
        IMPORT,
        MEASURE,
        DELETE;

        /**
         * Whether it makes something that can be made undone as long as it is not whole, or
         * nothing.
         */
        public boolean isCancellable() {
            return switch (this) {
                case CREATE, FORK, BUILD, IMPORT, MEASURE -> true;
                case UPDATE, STOP, RESUME, SNAPSHOT, RESTORE, SAVE, DELETE -> false;
            };
        }
    }

    /** Where it is. */
    public enum State {
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    /**
     * How far it is.
     *
     * @param percent a guess, never going back
     * @param step what is being done, in words
     */
    public record Progress(int percent, String step) {
        public static final Progress NONE = new Progress(0, "waiting for its turn");
        public static final Progress DONE = new Progress(100, "done");
    }

    /**
     * What a request would have been answered.
     *
     * @param code stable, as that of a problem
     */
    public record Failure(String code, String detail) {}

    public boolean hasEnded() {
        return state != State.RUNNING;
    }

    public Operation at(Progress next, Instant now) {
        return new Operation(id, kind, ref, box, state, next, failure, actor, createdAt, now);
    }

    /** No further than before, but it is known better what is being done. */
    public Operation doing(String step) {
        return at(new Progress(progress.percent(), step), updatedAt);
    }

    public Operation about(Optional<Uid> found) {
        return new Operation(
                id, kind, ref, found, state, progress, failure, actor, createdAt, updatedAt);
    }

    public Operation succeeded(Instant now) {
        return ended(State.SUCCEEDED, Progress.DONE, Optional.empty(), now);
    }

    public Operation failed(Failure reason, Instant now) {
        return ended(State.FAILED, progress, Optional.of(reason), now);
    }

    public Operation cancelled(Instant now) {
        return ended(State.CANCELLED, progress, Optional.empty(), now);
    }

    private Operation ended(State end, Progress last, Optional<Failure> reason, Instant now) {
        return new Operation(id, kind, ref, box, end, last, reason, actor, createdAt, now);
    }
}
