package zomg.local;

import java.time.Duration;
import zomg.linux.cgroup.Cgroups;
import zomg.runner.Launcher;
import zomg.runner.RunnerCall;
import zomg.runner.RunnerPlan;
import zomg.runner.SessionStart;

/** Starts supervisors. They have control groups of their own, beside those of the boxes. */
record Supervisors(Launcher launcher, Cgroups cgroups) {

    /**
     * @param plan what the runner is told about the command
     * @param wait for a client
     */
    SessionStart begin(SessionDirectory directory, RunnerPlan plan, Duration wait, String group) {
        plan.put("session", directory.path()).put("wait", wait.toSeconds());
        cgroups.directories(group).forEach(one -> plan.put("session_cgroup", one));
        try (RunnerCall call = RunnerCall.start(launcher, "session", plan)) {
            return SessionStart.heard(call);
        }
    }
}
