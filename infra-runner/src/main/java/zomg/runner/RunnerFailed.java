package zomg.runner;

/**
 * The runner could not do a step.
 *
 * @see RunnerStatus.Failed
 */
public final class RunnerFailed extends RuntimeException {

    public RunnerFailed(String what) {
        super("zomg-runner: " + what);
    }

    public RunnerFailed(String what, Throwable cause) {
        super("zomg-runner: " + what, cause);
    }
}
