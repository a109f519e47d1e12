package zomg.model.exec;

import zomg.error.Problems;

/**
 * How much of a command's output somebody has, in bytes of each stream since the command began.
 *
 * @param stdout of a terminal all of it
 */
public record OutputOffsets(long stdout, long stderr) {

    public static final OutputOffsets START = new OutputOffsets(0, 0);

    public OutputOffsets {
        Problems problems = new Problems();
        if (stdout < 0) {
            problems.add("stdout", "must not be negative");
        }
        if (stderr < 0) {
            problems.add("stderr", "must not be negative");
        }
        problems.refuseIfAny();
    }
}
