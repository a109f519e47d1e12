package zomg.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import zomg.linux.cgroup.Cgroups;
import zomg.linux.process.Runner;
import zomg.model.exec.SessionOutput;

/** Starts supervisors. They have control groups of their own, beside those of the boxes. */
record Supervisors(Runner runner, Cgroups cgroups) {

    /** What became of a command. */
    sealed interface Begun {

        /**
         * It runs, and its supervisor can be found.
         *
         * @param pid as the box counts
         */
        record Running(int pid) implements Begun {}

        /**
         * There was nothing to supervise.
         *
         * @param said about it, as a shell would
         */
        record Ended(List<SessionOutput> said, RunnerStatus status) implements Begun {}
    }

    /**
     * @param plan what the runner is told about the command
     * @param wait for a client
     */
    Begun begin(SessionDirectory directory, RunnerPlan plan, Duration wait, String group) {
        plan.put("session", directory.path()).put("wait", wait.toSeconds());
        cgroups.directories(group).forEach(one -> plan.put("session_cgroup", one));
        List<SessionOutput> said = new ArrayList<>();
        try (RunnerCall call = RunnerCall.start(runner, "session", plan)) {
            while (true) {
                RunnerFrames.Frame frame = call.next();
                switch (frame.channel()) {
                    case RunnerFrames.STARTED -> {
                        return new Begun.Running(
                                SessionDirectory.Supervisor.parse(frame.text()).command());
                    }
                    case RunnerFrames.STDERR -> said.add(new SessionOutput.Stderr(frame.payload()));
                    case RunnerFrames.STATUS -> {
                        return new Begun.Ended(said, RunnerStatus.parse(frame.text()));
                    }
                    default -> throw new RunnerFailed("channel " + frame.channel());
                }
            }
        }
    }
}
