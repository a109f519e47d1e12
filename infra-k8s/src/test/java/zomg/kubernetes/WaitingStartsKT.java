package zomg.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertRefused;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.linux.cgroup.BoxTermination;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.BoxSpec;
import zomg.model.box.Memory;
import zomg.model.volume.Attachments;

/** A start for which the cluster needs long says what it waits for. */
class WaitingStartsKT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration START_PATIENCE = Duration.ofSeconds(12);
    private static final BoxSpec HUGE =
            ClusterMachine.spec(
                    new BoxConfig(
                            Optional.empty(), Optional.of(new Memory(1 << 20)), Optional.empty()),
                    Attachments.NONE);

    @Test
    void a_box_that_no_node_has_memory_for_is_scheduled_and_says_why() throws IOException {
        try (ClusterMachine machine = ClusterMachine.open(Duration.ofSeconds(5))) {
            assertWaitsFor(machine, machine.box(HUGE), WaitingStartsKT::isScheduling);
        }
    }

    private static boolean isScheduling(String step) {
        return step.matches("scheduling: .*Insufficient memory.*");
    }

    @Test
    void a_start_whose_deployment_is_taken_away_ends_at_once() throws IOException {
        try (ClusterMachine machine = ClusterMachine.open(Duration.ofMinutes(5))) {
            Box box = machine.box(HUGE);
            CompletableFuture<Void> start =
                    CompletableFuture.runAsync(
                            () -> machine.engine.start(box, machine.project),
                            Thread::startVirtualThread);
            assertSoon(machine.engine.starts(), box, WaitingStartsKT::isScheduling);

            machine.cluster.client().resource(machine.view.deployment(box.uid()).get()).delete();

            assertThat(start)
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withMessageContaining("somebody deleted its deployment");
        }
    }

    @Test
    void an_image_that_is_long_in_coming_is_named() throws IOException {
        try (ServerSocket registry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String image = "127.0.0.1:%d/zomg/runner:1".formatted(registry.getLocalPort());
            try (ClusterMachine machine = ClusterMachine.open(START_PATIENCE, image)) {
                assertWaitsFor(
                        machine,
                        machine.box(ClusterMachine.plain()),
                        step -> step.equals("fetching the image " + image));
            }
        }
    }

    @Test
    void a_namespace_that_is_about_to_go_is_waited_for() throws IOException {
        try (ClusterMachine machine = ClusterMachine.open(PATIENCE)) {
            machine.engine.remove(machine.started(ClusterMachine.plain()).uid());
            Resource<Namespace> namespace =
                    machine.cluster.client().namespaces().withName(machine.namespace());
            namespace.edit(there -> finalized(there, List.of("zomg.test/held")));
            namespace.delete();
            Box box = machine.box(ClusterMachine.plain());

            CompletableFuture<Void> started =
                    CompletableFuture.runAsync(
                            () -> machine.engine.start(box, machine.project),
                            Thread::startVirtualThread);

            try {
                assertSoon(
                        machine.engine.starts(),
                        box,
                        "waiting until the namespace of an earlier project is gone"::equals);
            } finally {
                namespace.edit(there -> finalized(there, List.of()));
            }
            started.join();
            assertThat(machine.engine.isRunning(box.uid())).isTrue();
        }
    }

    private static Namespace finalized(Namespace there, List<String> finalizers) {
        return new NamespaceBuilder(there)
                .editMetadata()
                .withFinalizers(finalizers)
                .endMetadata()
                .build();
    }

    private static void assertSoon(PodStarts starts, Box box, Predicate<String> expected) {
        assertThat(
                        BoxTermination.await(
                                () -> starts.waitFor(box.uid()).filter(expected).isPresent(),
                                PATIENCE))
                .isTrue();
    }

    private static void assertWaitsFor(
            ClusterMachine machine, Box box, Predicate<String> expected) {
        PodStarts starts = machine.engine.starts();
        assertThat(starts.waitFor(box.uid())).isEmpty();

        CompletableFuture<Throwable> refused =
                CompletableFuture.supplyAsync(
                        () ->
                                assertRefused(
                                        ErrorCode.ENGINE_UNAVAILABLE,
                                        () -> machine.engine.start(box, machine.project)),
                        Thread::startVirtualThread);

        assertSoon(starts, box, expected);
        assertThat(refused.join()).message().matches(said -> expected.test(step(said)));
        assertThat(starts.waitFor(box.uid())).isEmpty();
    }

    private static String step(String refusal) {
        return refusal.replaceFirst(".* seconds: ", "");
    }
}
