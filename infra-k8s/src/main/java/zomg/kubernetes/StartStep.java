package zomg.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.util.Optional;

/** What the start of a box waits for, for a person. */
final class StartStep {

    private StartStep() {}

    /**
     * @param newest of what the cluster has told of the pod
     */
    static String of(Optional<Deployment> deployment, Optional<Pod> pod, Optional<Event> newest) {
        return pod.map(made -> of(made, newest))
                .orElseGet(() -> because("making its pod", deployment.flatMap(StartStep::podless)));
    }

    private static String of(Pod pod, Optional<Event> newest) {
        return switch (PodLife.of(pod)) {
            case PodLife.Scheduling(Optional<String> why) -> because("scheduling", why);
            case PodLife.Comes() ->
                    newest.filter(event -> "Pulling".equals(event.getReason()))
                            .map(_ -> "fetching the image " + image(pod))
                            .orElseGet(() -> because("making its container", warning(newest)));
            case PodLife.Runs(), PodLife.Ended _, PodLife.Stuck _ -> "starting its first process";
        };
    }

    private static String because(String step, Optional<String> why) {
        return why.map(reason -> step + ": " + reason).orElse(step);
    }

    /** A quota, or somebody who has a say in what is made. */
    private static Optional<String> podless(Deployment deployment) {
        return Optional.ofNullable(deployment.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(one -> "ReplicaFailure".equals(one.getType()))
                .filter(one -> "True".equals(one.getStatus()))
                .map(DeploymentCondition::getMessage)
                .findFirst();
    }

    private static String image(Pod pod) {
        return pod.getSpec().getContainers().getFirst().getImage();
    }

    private static Optional<String> warning(Optional<Event> newest) {
        return newest.filter(event -> "Warning".equals(event.getType())).map(Event::getMessage);
    }
}
