package zomg.runner;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.pool.PoolFailures;

/** What every box begins with, and why one could not. */
public final class BoxStart {

    /** The arguments of a box's first process. */
    public static final List<String> PROGRAM =
            List.of("/usr/bin/tini", "-s", "--", "/bin/bash", "-lc", "sleep infinity");

    /** Those that make something on the pool. */
    private static final Set<String> STEPS_ON_POOL = Set.of("mount_point", "bashrc", "tmp");

    private BoxStart() {}

    /** START_FAILED, unless what the runner met is the state of the pool: then that is said. */
    public static Refusal refusal(RunnerStatus.Failed failed) {
        return Optional.of(failed)
                .filter(one -> STEPS_ON_POOL.contains(one.step()))
                .flatMap(one -> PoolFailures.of(one.errno()))
                .orElseGet(() -> refusal(failed.step() + ": " + failed.text()));
    }

    /** START_FAILED. */
    public static Refusal refusal(String why) {
        return new Refusal(ErrorCode.START_FAILED, "the box cannot be started: " + why);
    }
}
