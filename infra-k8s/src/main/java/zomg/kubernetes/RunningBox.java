package zomg.kubernetes;

import java.time.Duration;
import java.util.function.Supplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.cgroup.BoxTermination;
import zomg.linux.process.ProcessIdentity;
import zomg.runner.RunnerFailed;

/**
 * A box while it runs. When it ends, so does every runner in its pod, in the middle of a word.
 *
 * @param first its first process
 */
record RunningBox(BoxPod pod, ProcessIdentity first) {

    /** All others of its namespace end before the first process has. */
    private static final Duration END_PATIENCE = Duration.ofSeconds(2);

    static RunningBox of(NodePods.Running running) {
        return new RunningBox(BoxPod.of(running.pod()), running.first());
    }

    /** Whether the end of the box is what was behind a failure; waits for a box that is ending. */
    boolean isBehind(RuntimeException failure) {
        boolean isLoss =
                failure instanceof RunnerFailed
                        || failure instanceof Refusal refusal
                                && refusal.code() == ErrorCode.ENGINE_UNAVAILABLE;
        return isLoss && BoxTermination.await(() -> !first.isAlive(), END_PATIENCE);
    }

    /**
     * Does something in it.
     *
     * @throws Refusal BOX_NOT_RUNNING if the box ended meanwhile
     */
    <T> T doing(Supplier<T> work) {
        try {
            return work.get();
        } catch (RunnerFailed | Refusal failure) {
            throw isBehind(failure) ? ended(failure) : failure;
        }
    }

    private static Refusal ended(RuntimeException lost) {
        return new Refusal(
                ErrorCode.BOX_NOT_RUNNING,
                "the box stopped meanwhile, and nobody saw how the command ended",
                lost);
    }
}
