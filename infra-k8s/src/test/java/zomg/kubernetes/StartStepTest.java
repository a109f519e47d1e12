package zomg.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartStepTest {

    private static final String FULL = "0/1 nodes are available: 1 Insufficient memory.";

    @Test
    void without_a_pod_it_is_being_made() {
        assertThat(step(Optional.of(new Deployment()), Optional.empty()))
                .isEqualTo("making its pod");
        assertThat(step(Optional.empty(), Optional.empty())).isEqualTo("making its pod");
    }

    @Test
    void a_pod_that_may_not_be_made_has_a_reason() {
        Deployment refused =
                new DeploymentBuilder()
                        .withNewStatus()
                        .addNewCondition()
                        .withType("Progressing")
                        .withStatus("True")
                        .withMessage("is progressing")
                        .endCondition()
                        .addNewCondition()
                        .withType("ReplicaFailure")
                        .withStatus("True")
                        .withMessage("exceeded quota: pods")
                        .endCondition()
                        .endStatus()
                        .build();

        assertThat(step(Optional.of(refused), Optional.empty()))
                .isEqualTo("making its pod: exceeded quota: pods");
    }

    @Test
    void a_pod_without_a_node_is_scheduled() {
        assertThat(step(new Pod())).isEqualTo("scheduling");
        assertThat(step(scheduled("False", FULL))).isEqualTo("scheduling: " + FULL);
    }

    @Test
    void a_pod_that_has_a_node_gets_its_container() {
        assertThat(step(scheduled("True", null))).isEqualTo("making its container");
    }

    @Test
    void an_image_that_is_fetched_has_its_name() {
        assertThat(step(scheduled("True", null), event("Normal", "Pulling", "Pulling image \"x\"")))
                .isEqualTo("fetching the image docker.io/zomg/runner:1");
        assertThat(step(scheduled("True", null), event("Normal", "Pulled", "Pulled image \"x\"")))
                .isEqualTo("making its container");
    }

    @Test
    void what_keeps_a_container_from_being_made_is_told() {
        String why = "hostPath type check failed: /pool is not a directory";

        assertThat(step(scheduled("True", null), event("Warning", "FailedMount", why)))
                .isEqualTo("making its container: " + why);
    }

    @Test
    void a_container_that_runs_has_its_first_process_to_start() {
        Pod pod =
                new PodBuilder()
                        .withNewStatus()
                        .addNewContainerStatus()
                        .withName("box")
                        .withState(
                                new ContainerStateBuilder().withNewRunning().endRunning().build())
                        .endContainerStatus()
                        .endStatus()
                        .build();

        assertThat(step(pod)).isEqualTo("starting its first process");
    }

    private static String step(Pod pod) {
        return step(Optional.empty(), Optional.of(pod));
    }

    private static String step(Pod pod, Event newest) {
        return StartStep.of(Optional.empty(), Optional.of(pod), Optional.of(newest));
    }

    private static String step(Optional<Deployment> deployment, Optional<Pod> pod) {
        return StartStep.of(deployment, pod, Optional.empty());
    }

    private static Pod scheduled(String really, String why) {
        return new PodBuilder()
                .withNewSpec()
                .addNewContainer()
                .withImage("docker.io/zomg/runner:1")
                .endContainer()
                .endSpec()
                .withNewStatus()
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus(really)
                .withMessage(why)
                .endCondition()
                .endStatus()
                .build();
    }

    private static Event event(String type, String reason, String message) {
        return new EventBuilder().withType(type).withReason(reason).withMessage(message).build();
    }
}
