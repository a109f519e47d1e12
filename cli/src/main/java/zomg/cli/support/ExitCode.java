package zomg.cli.support;

/** What the command ends with, where it is not the exit code of what ran in a box. */
public final class ExitCode {

    public static final int OK = 0;
    public static final int FAILURE = 1;
    public static final int USAGE = 2;

    /** Of doctor: something is wrong that it cannot mend. */
    public static final int CANNOT = 4;

    /** Interrupted from the keyboard, as shells have it. */
    public static final int INTERRUPTED = 128 + 2;

    /** Nobody reads what it prints, as shells have it. */
    public static final int NO_READER = 128 + 13;

    /** A command in a box whose own exit status nobody saw: never guessed, never 0. */
    public static final int STATUS_UNKNOWN = 255;

    private ExitCode() {}
}
