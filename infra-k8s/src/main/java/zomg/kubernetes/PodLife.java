package zomg.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How far the cluster says that a new pod of a box is. */
sealed interface PodLife {

    /**
     * It has no node yet.
     *
     * @param why none takes it, if one was looked for
     */
    record Scheduling(Optional<String> why) implements PodLife {}

    /** It has a node, which makes its container. */
    record Comes() implements PodLife {}

    /** Its container runs, whatever runs in it. */
    record Runs() implements PodLife {}

    /**
     * The runner ended.
     *
     * @param said its last words
     */
    record Ended(String said) implements PodLife {}

    /** Somebody has to do something before it can run. */
    record Stuck(String why) implements PodLife {}

    /** Of {@code containerStatuses.state.waiting.reason}: those that do not go away by waiting. */
    Set<String> STUCK =
            Set.of(
                    "ErrImagePull",
                    "ImagePullBackOff",
                    "ErrImageNeverPull",
                    "InvalidImageName",
                    "CreateContainerConfigError",
                    "CreateContainerError",
                    "RunContainerError");

    static PodLife of(Pod pod) {
        PodStatus status = pod.getStatus();
        if (status == null) {
            return new Scheduling(Optional.empty());
        }
        if ("Failed".equals(status.getPhase())) {
            return new Stuck(words(status.getReason(), status.getMessage()));
        }
        return status.getContainerStatuses().stream()
                .filter(container -> BoxDeployment.CONTAINER.equals(container.getName()))
                .findFirst()
                .map(PodLife::of)
                .orElseGet(() -> scheduling(status));
    }

    private static PodLife scheduling(PodStatus status) {
        Optional<PodCondition> scheduled =
                status.getConditions().stream()
                        .filter(one -> "PodScheduled".equals(one.getType()))
                        .findFirst();
        return scheduled.filter(one -> "True".equals(one.getStatus())).isPresent()
                ? new Comes()
                : new Scheduling(scheduled.map(one -> words(one.getReason(), one.getMessage())));
    }

    private static PodLife of(ContainerStatus container) {
        Optional<ContainerStateTerminated> ended =
                Stream.of(
                                Optional.ofNullable(container.getState()),
                                Optional.ofNullable(container.getLastState()))
                        .flatMap(Optional::stream)
                        .map(ContainerState::getTerminated)
                        .filter(state -> state != null)
                        .findFirst();
        if (ended.isPresent()) {
            return new Ended(words(ended.get().getReason(), ended.get().getMessage()));
        }
        ContainerState state = container.getState();
        if (state != null && state.getRunning() != null) {
            return new Runs();
        }
        ContainerStateWaiting waiting = state == null ? null : state.getWaiting();
        return waiting != null && STUCK.contains(String.valueOf(waiting.getReason()))
                ? new Stuck(words(waiting.getReason(), waiting.getMessage()))
                : new Comes();
    }

    /** The message alone where there is one: it says more. */
    private static String words(String reason, String message) {
        return message == null || message.isBlank() ? String.valueOf(reason) : message.strip();
    }
}
