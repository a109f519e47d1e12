package zomg.cli.box;

import java.time.Duration;

/** How long an answer may take where the box, not the server, decides. */
final class Patience {

    /** What the server takes at most as the timeout of a command. */
    static final Duration MAX_EXEC = Duration.ofHours(1);

    /** Starting the command, killing it, sending its output. */
    static final Duration AROUND_EXEC = Duration.ofMinutes(2);

    private Patience() {}
}
