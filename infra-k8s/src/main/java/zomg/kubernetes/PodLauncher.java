package zomg.kubernetes;

import zomg.runner.Launcher;
import zomg.runner.RunnerPlan;
import zomg.runner.RunnerProcess;

/** Runners in the pod of a box; all that runs there by an exec is zomg-runner. */
record PodLauncher(ExecSockets sockets, BoxPod pod) implements Launcher {

    @Override
    public RunnerProcess start(String verb) {
        return sockets.exec(pod, BoxDeployment.CONTAINER, BoxDeployment.RUNNER, verb);
    }

    /** Says where it is: in the pid namespace of the box, on the root of the container. */
    static RunnerPlan here() {
        return here(new RunnerPlan());
    }

    static RunnerPlan here(RunnerPlan plan) {
        return plan.put("place", "pod");
    }
}
