package zomg.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static zomg.fixture.Refusals.assertRefused;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.dsl.ServiceResource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import zomg.error.ErrorCode;
import zomg.fixture.BoxFixtures;
import zomg.linux.cgroup.BoxTermination;
import zomg.linux.cgroup.CgroupBoxFreezer;
import zomg.linux.libc.Libc;
import zomg.linux.process.HostProcess;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.BoxSpec;
import zomg.model.box.Isolation;
import zomg.model.box.Sighting;
import zomg.model.id.Uid;
import zomg.runner.BoxStart;

/** What becomes of boxes when others have their hands in the cluster, or in them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodEndsKT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ClusterMachine machine;

    @BeforeAll
    void open() {
        machine = ClusterMachine.open();
    }

    @AfterEach
    void removeBoxes() {
        machine.removeBoxes();
    }

    @AfterAll
    void close() throws IOException {
        machine.close();
    }

    @Test
    void the_first_process_is_the_boxs_own_in_its_root_with_its_variables() throws IOException {
        Box box = machine.started(ClusterMachine.plain());
        HostProcess first = first(box);

        assertThat(first.arguments()).isEqualTo(BoxStart.PROGRAM);
        assertThat(Path.of("/proc/%d/root/etc/debian_version".formatted(first.pid()))).exists();
        assertThat(proc(first, "environ").split("\0"))
                .contains("BOX_NAME=" + box.ref().name(), "HOME=/root")
                .anyMatch(one -> one.matches("ZOMG_NODE_IP=[0-9.]+"))
                .noneMatch(one -> one.startsWith("KUBERNETES"));
    }

    @Test
    void hardened_boxes_are_refused() {
        BoxSpec hardened = BoxFixtures.plain();
        assertThat(hardened.isolation()).isEqualTo(Isolation.HARDENED);

        assertRefused(
                ErrorCode.ISOLATION_UNSUPPORTED,
                () -> machine.engine.start(machine.box(hardened), machine.project));

        assertThat(machine.engine.list()).isEmpty();
    }

    @Test
    void a_root_without_its_first_program_is_refused_with_the_runners_words() throws IOException {
        Box box = machine.box(ClusterMachine.plain());
        Files.delete(machine.inRoot(box, "/usr/bin/tini"));

        assertRefused(ErrorCode.START_FAILED, () -> machine.engine.start(box, machine.project));

        assertThat(machine.engine.list()).isEmpty();
    }

    @Test
    void a_service_of_somebody_else_is_not_adopted() {
        machine.engine.remove(machine.started(ClusterMachine.plain()).uid());
        Box box = machine.box(ClusterMachine.plain());
        Service foreign = foreignService(box);
        machine.cluster.client().resource(foreign).create();

        assertThat(catchThrowable(() -> machine.engine.start(box, machine.project)))
                .hasMessageContaining("service " + box.ref().name());

        Service after = machine.cluster.client().resource(foreign).get();
        assertThat(after.getMetadata().getLabels()).isNullOrEmpty();
        assertThat(after.getSpec().getSelector()).containsEntry("app", "theirs");
        machine.cluster.client().resource(foreign).delete();
    }

    private Service foreignService(Box box) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(BoxService.name(box))
                .withNamespace(machine.namespace())
                .endMetadata()
                .withNewSpec()
                .withClusterIP("None")
                .withSelector(Map.of("app", "theirs"))
                .endSpec()
                .build();
    }

    @Test
    void what_is_another_instances_is_not_seen() {
        Box box = machine.started(ClusterMachine.plain());
        KubernetesConfig other =
                new KubernetesConfig(
                        "zzzz",
                        machine.config.namespace(),
                        machine.config.account(),
                        machine.config.node(),
                        machine.config.image(),
                        machine.pool,
                        machine.config.poolOnNode(),
                        machine.config.cgroups(),
                        1000,
                        "localhost",
                        false,
                        PATIENCE);
        try (ClusterView view = new ClusterView(machine.cluster, other)) {
            view.requireKnown();

            assertThat(view.boxes()).isEmpty();
            assertThat(view.allNamespaces()).isEmpty();
        }
        assertThat(machine.engine.isRunning(box.uid())).isTrue();
    }

    @Test
    void processes_have_their_grace_and_what_is_left_is_killed() throws IOException {
        Box box =
                machine.boxThatRuns(
                        """
                        setsid sh -c 'trap "sleep 0.3; echo ended >/root/ended; exit" TERM
                            touch /root/ready; while :; do sleep 0.05; done' >/dev/null 2>&1 &
                        setsid sh -c 'trap "" TERM; while :; do sleep 1; done' >/dev/null 2>&1 &
                        """);
        machine.engine.start(box, machine.project);
        assertSoon(() -> Files.exists(machine.inRoot(box, "/root/ready")));
        String container = machine.engine.pods().running(box.uid()).orElseThrow().container();

        machine.engine.stop(box.uid(), Duration.ofSeconds(2));

        assertThat(machine.inRoot(box, "/root/ended")).hasContent("ended");
        assertThat(machine.cgroups().processes(container)).isEmpty();
    }

    @Test
    void the_end_of_a_first_process_is_told_and_the_box_comes_back() {
        Box box = machine.started(ClusterMachine.plain());
        machine.ends.await(Duration.ofMillis(1));

        machine.libc.kill(first(box).pid(), Libc.SIGKILL);

        assertThat(machine.ends.await(PATIENCE)).containsExactly(box.uid());
        machine.engine.start(box, machine.project);
        assertThat(machine.engine.isRunning(box.uid())).isTrue();
    }

    @Test
    void a_pod_that_somebody_deletes_ends_and_the_box_comes_back() {
        Box box = machine.started(ClusterMachine.plain());
        Pod pod = machine.engine.pods().current(box.uid()).orElseThrow();

        machine.cluster.client().resource(pod).delete();

        assertThat(machine.ends.await(PATIENCE)).containsExactly(box.uid());
        machine.engine.start(box, machine.project);
        assertThat(machine.engine.isRunning(box.uid())).isTrue();
    }

    @Test
    void a_service_that_somebody_deletes_is_made_again_while_the_box_runs_on() {
        Box box = machine.started(ClusterMachine.plain());
        String pod = pod(box);

        service(box).delete();

        assertSoon(() -> sight(box).lacks().equals(List.of(Sighting.NAME)));
        assertThat(sight(box).isAdjustable()).isTrue();
        machine.engine.adjust(box);
        assertThat(sight(box).lacks()).isEmpty();
        assertThat(service(box).get().getSpec().getSelector())
                .containsEntry(Labels.UID, box.uid().value());
        assertThat(pod(box)).isEqualTo(pod);
    }

    @Test
    void a_service_that_somebody_replaced_stays_theirs_and_the_box_runs_on() {
        Box box = machine.started(ClusterMachine.plain());
        String pod = pod(box);
        service(box).delete();
        Service foreign = machine.cluster.client().resource(foreignService(box)).create();
        assertSoon(() -> sight(box).lacks().equals(List.of(Sighting.NAME)));

        assertRefused(ErrorCode.START_FAILED, () -> machine.engine.adjust(box));

        assertThat(machine.cluster.client().resource(foreign).get().getMetadata().getUid())
                .isEqualTo(foreign.getMetadata().getUid());
        assertThat(pod(box)).isEqualTo(pod);
        machine.cluster.client().resource(foreign).delete();
    }

    private ServiceResource<Service> service(Box box) {
        return machine.cluster
                .client()
                .services()
                .inNamespace(machine.namespace())
                .withName(BoxService.name(box));
    }

    private String pod(Box box) {
        return machine.engine.pods().running(box.uid()).orElseThrow().pod().getMetadata().getUid();
    }

    @Test
    void a_deployment_that_somebody_deletes_is_missed_and_made_again() {
        Box box = machine.started(ClusterMachine.plain());

        machine.cluster
                .client()
                .apps()
                .deployments()
                .inNamespace(machine.namespace())
                .withName(BoxDeployment.name(box))
                .delete();

        assertSoon(() -> sight(box).lacks().contains("deployment") || !sight(box).runs());
        machine.engine.remove(box.uid());
        machine.engine.start(box, machine.project);
        assertThat(sight(box).lacks()).isEmpty();
    }

    @Test
    void a_deployment_that_somebody_edits_is_seen_and_made_as_it_was() {
        Box box = machine.started(ClusterMachine.plain());
        assertThat(sight(box).lacks()).isEmpty();

        machine.cluster
                .client()
                .apps()
                .deployments()
                .inNamespace(machine.namespace())
                .withName(BoxDeployment.name(box))
                .edit(
                        there ->
                                new DeploymentBuilder(there)
                                        .editSpec()
                                        .withMinReadySeconds(7)
                                        .endSpec()
                                        .build());

        assertSoon(() -> sight(box).lacks().equals(List.of("deployment")));
        machine.engine.remove(box.uid());
        machine.engine.start(box, machine.project);
        assertThat(sight(box).lacks()).isEmpty();
    }

    @Test
    void a_frozen_box_stands_still() {
        Box box =
                machine.boxThatRuns(
                        "setsid sh -c 'while :; do echo >>/root/n; sleep 0.01; done' &\n");
        machine.engine.start(box, machine.project);
        Path file = machine.inRoot(box, "/root/n");
        assertSoon(() -> grows(file));
        Uid purpose = BoxFixtures.uid();
        try (CgroupBoxFreezer freezer = machine.engine.freezer()) {
            assertThat(freezer.freeze(purpose, Set.of(box.uid()), PATIENCE)).isTrue();
            assertThat(grows(file)).isFalse();
            assertThat(freezer.thaw(purpose)).isTrue();
            assertThat(freezer.forgotten()).isEmpty();
        }

        assertThat(grows(file)).isTrue();
    }

    @Test
    void limits_are_those_of_the_pod_and_of_its_container() throws IOException {
        Box box =
                machine.box(
                        ClusterMachine.spec(
                                BoxFixtures.lavish().config(), ClusterMachine.plain().volumes()));
        machine.engine.start(box, machine.project);
        NodePods.Running running = machine.engine.pods().running(box.uid()).orElseThrow();

        assertThat(List.of(running.group(), running.container()))
                .allMatch(
                        group ->
                                machine.cgroups().directories(group).stream()
                                        .anyMatch(
                                                directory ->
                                                        says(directory, "memory.limit_in_bytes")
                                                                || says(directory, "memory.max")));
        assertThat(machine.engine.sight(box.uid(), BoxConfig.UNLIMITED).orElseThrow().lacks())
                .containsExactly(Sighting.LIMITS);
    }

    private static boolean says(Path directory, String file) {
        try {
            return Files.readString(directory.resolve(file)).strip().equals("2147483648");
        } catch (IOException other) {
            return false;
        }
    }

    private static boolean grows(Path file) {
        long before = size(file);
        return BoxTermination.await(() -> size(file) > before, Duration.ofMillis(300));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException none) {
            return 0;
        }
    }

    private Sighting sight(Box box) {
        return machine.engine.sight(box.uid(), box.spec().config()).orElseThrow();
    }

    private HostProcess first(Box box) {
        return HostProcess.find(
                        machine.engine.pods().running(box.uid()).orElseThrow().first().pid())
                .orElseThrow();
    }

    private static String proc(HostProcess process, String file) throws IOException {
        return Files.readString(
                Path.of("/proc/%d/%s".formatted(process.pid(), file)), StandardCharsets.UTF_8);
    }

    private static void assertSoon(BooleanSupplier condition) {
        assertThat(BoxTermination.await(condition, PATIENCE)).isTrue();
    }
}
