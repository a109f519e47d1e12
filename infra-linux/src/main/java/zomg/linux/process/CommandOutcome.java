package zomg.linux.process;

/** What became of a command; only {@link Exited} has an exit code. */
public sealed interface CommandOutcome {
    record Exited(int code, String stdout, String stderr) implements CommandOutcome {}

    record NotStarted(String reason) implements CommandOutcome {}

    record TimedOut(String stderr) implements CommandOutcome {}
}
