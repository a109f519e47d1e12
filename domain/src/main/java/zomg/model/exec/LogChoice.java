package zomg.model.exec;

import zomg.error.Problems;

/**
 * Which log of a box is wanted, and how much of it.
 *
 * @param pid of the process that was left running, as the box sees it
 * @param lines the last ones; 0 for none that are there already
 */
public record LogChoice(int pid, int lines) {

    private static final int MAX_PID = 4_194_304;
    private static final int MAX_LINES = 100_000;

    public LogChoice {
        Problems problems = new Problems();
        if (pid < 1 || pid > MAX_PID) {
            problems.add("pid", "must be from 1 to %d".formatted(MAX_PID));
        }
        if (lines < 0 || lines > MAX_LINES) {
            problems.add("lines", "must be from 0 to %d".formatted(MAX_LINES));
        }
        problems.refuseIfAny();
    }
}
