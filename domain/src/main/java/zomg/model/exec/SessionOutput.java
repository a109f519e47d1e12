package zomg.model.exec;

/** What comes from a command that runs. */
public sealed interface SessionOutput {

    /** From its standard output, or from its terminal. */
    record Stdout(byte[] bytes) implements SessionOutput {}

    record Stderr(byte[] bytes) implements SessionOutput {}

    /**
     * The command has taken this much of its input, or closed it. Comes now and then.
     *
     * @param stdin bytes since it began
     */
    record Accepted(long stdin) implements SessionOutput {}

    /** Nothing comes after it. */
    record Ended(ExecEnd end) implements SessionOutput {}
}
