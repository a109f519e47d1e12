package zomg.model.exec;

/** What comes from a command that runs. */
public sealed interface SessionOutput {

    /** From its standard output, or from its terminal. */
    record Stdout(byte[] bytes) implements SessionOutput {}

    record Stderr(byte[] bytes) implements SessionOutput {}

    /** Nothing comes after it. */
    record Ended(ExecEnd end) implements SessionOutput {}
}
