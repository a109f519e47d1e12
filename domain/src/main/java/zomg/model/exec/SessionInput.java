package zomg.model.exec;

import zomg.error.InvalidInput;

/** What is said to a command that runs. */
public sealed interface SessionInput {

    /** For its standard input. */
    record Bytes(byte[] bytes) implements SessionInput {}

    /** Its standard input ends; at a terminal, as if Ctrl-D were typed. */
    record End() implements SessionInput {}

    /** To all of its process group. */
    record Signal(int number) implements SessionInput {

        private static final int MAX = 64;

        public Signal {
            if (number < 1 || number > MAX) {
                throw InvalidInput.field("signal", "must be from 1 to %d".formatted(MAX));
            }
        }
    }

    /** The client has this much of the output; that need not be kept for it any longer. */
    record Confirmed(OutputOffsets heard) implements SessionInput {}

    /** Nobody listens any more: it gets HUP, and KILL if it does not hear. */
    record HangUp() implements SessionInput {}

    /** Its terminal has another size; nothing happens if it has no terminal. */
    record Resize(WindowSize size) implements SessionInput {}
}
