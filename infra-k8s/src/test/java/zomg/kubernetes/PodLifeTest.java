package zomg.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodLifeTest {

    @Test
    void one_without_a_status_has_no_node() {
        assertThat(PodLife.of(new Pod())).isEqualTo(new PodLife.Scheduling(Optional.empty()));
    }

    @Test
    void one_of_which_its_node_has_not_told_yet_comes() {
        Pod pod =
                pod(
                        new PodStatusBuilder()
                                .withPhase("Pending")
                                .addNewCondition()
                                .withType("PodScheduled")
                                .withStatus("True")
                                .endCondition());

        assertThat(PodLife.of(pod)).isEqualTo(new PodLife.Comes());
    }

    @Test
    void one_that_no_node_takes_says_why() {
        Pod pod =
                pod(
                        new PodStatusBuilder()
                                .withPhase("Pending")
                                .addNewCondition()
                                .withType("PodScheduled")
                                .withStatus("False")
                                .withReason("Unschedulable")
                                .withMessage("0/1 nodes are available: 1 Insufficient memory.")
                                .endCondition());

        assertThat(PodLife.of(pod))
                .isEqualTo(
                        new PodLife.Scheduling(
                                Optional.of("0/1 nodes are available: 1 Insufficient memory.")));
    }

    @Test
    void one_whose_container_runs_runs() {
        assertThat(
                        PodLife.of(
                                box(
                                        new ContainerStatusBuilder()
                                                .withNewState()
                                                .withNewRunning()
                                                .endRunning()
                                                .endState())))
                .isEqualTo(new PodLife.Runs());
    }

    @Test
    void an_image_that_is_not_to_be_had_is_a_persons_business() {
        Pod pod =
                box(
                        new ContainerStatusBuilder()
                                .withNewState()
                                .withNewWaiting()
                                .withReason("ImagePullBackOff")
                                .withMessage("Back-off pulling image \"x\"")
                                .endWaiting()
                                .endState());

        assertThat(PodLife.of(pod)).isEqualTo(new PodLife.Stuck("Back-off pulling image \"x\""));
    }

    @Test
    void a_container_that_is_being_made_is_waited_for() {
        Pod pod =
                box(
                        new ContainerStatusBuilder()
                                .withNewState()
                                .withNewWaiting()
                                .withReason("ContainerCreating")
                                .endWaiting()
                                .endState());

        assertThat(PodLife.of(pod)).isEqualTo(new PodLife.Comes());
    }

    @Test
    void a_runner_that_ended_has_had_its_say_also_when_it_is_started_again() {
        Pod pod =
                box(
                        new ContainerStatusBuilder()
                                .withNewState()
                                .withNewRunning()
                                .endRunning()
                                .endState()
                                .withNewLastState()
                                .withNewTerminated()
                                .withReason("Error")
                                .withExitCode(1)
                                .withMessage("failed exec 2 /usr/bin/tini\n")
                                .endTerminated()
                                .endLastState());

        assertThat(PodLife.of(pod)).isEqualTo(new PodLife.Ended("failed exec 2 /usr/bin/tini"));
    }

    @Test
    void one_that_its_node_put_out_is_stuck() {
        Pod pod =
                pod(
                        new PodStatusBuilder()
                                .withPhase("Failed")
                                .withReason("Evicted")
                                .withMessage("The node was low on resource: memory."));

        assertThat(PodLife.of(pod))
                .isEqualTo(new PodLife.Stuck("The node was low on resource: memory."));
    }

    private static Pod box(ContainerStatusBuilder container) {
        return pod(
                new PodStatusBuilder()
                        .withPhase("Pending")
                        .withContainerStatuses(container.withName("box").build()));
    }

    private static Pod pod(PodStatusBuilder status) {
        return new PodBuilder().withStatus(status.build()).build();
    }
}
