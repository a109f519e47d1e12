package zomg.cli.support;

import java.util.List;

/** Ends the command with a sentence for the person who typed it. */
public final class Failure extends RuntimeException {

    private final int exitCode;

    private Failure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public static Failure of(String message) {
        return new Failure(ExitCode.FAILURE, message);
    }

    public static Failure withExitCode(int exitCode, String message) {
        return new Failure(exitCode, message);
    }

    /** What was typed cannot be meant. */
    public static Failure usage(String message) {
        return new Failure(ExitCode.USAGE, message);
    }

    /** As {@link #usage(String)}, with everything that is wrong. */
    public static Failure usage(List<String> messages) {
        return usage(String.join("; ", messages));
    }

    public int exitCode() {
        return exitCode;
    }
}
