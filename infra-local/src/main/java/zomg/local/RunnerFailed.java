package zomg.local;

/**
 * The runner could not do a step.
 *
 * @see RunnerStatus.Failed
 */
final class RunnerFailed extends RuntimeException {

    RunnerFailed(String what) {
        super("zomg-runner: " + what);
    }

    RunnerFailed(String what, Throwable cause) {
        super("zomg-runner: " + what, cause);
    }
}
