package zomg.linux.process;

/** An adapter could not do its work: carries the whole command line and the last of its stderr. */
public final class CommandFailed extends RuntimeException {

    private final String reason;

    public CommandFailed(Command command, CommandOutcome outcome) {
        super("%s: %s".formatted(String.join(" ", command.argv()), reason(outcome)));
        reason = reason(outcome);
    }

    /** Without the command line. */
    public String reason() {
        return reason;
    }

    private static String reason(CommandOutcome outcome) {
        return switch (outcome) {
            case CommandOutcome.Exited(int code, _, String stderr) ->
                    "exit %d: %s".formatted(code, stderr.strip());
            case CommandOutcome.NotStarted(String reason) -> reason;
            case CommandOutcome.TimedOut(String stderr) -> "timed out: " + stderr.strip();
        };
    }
}
