package zomg.model.exec;

/** How a command ended. A status that was not seen is none of these: it is never guessed. */
public sealed interface ExecEnd {
    record Exited(int code) implements ExecEnd {}

    record Signalled(int signal) implements ExecEnd {

        private static final int SIGNAL_EXIT = 128;

        /** As shells say it. */
        public int exitCode() {
            return SIGNAL_EXIT + signal;
        }
    }

    /** It ran out of time and was killed. */
    record TimedOut() implements ExecEnd {}
}
