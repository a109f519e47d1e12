package zomg.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertRefused;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import zomg.error.ErrorCode;
import zomg.linux.cgroup.BoxTermination;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;

/** The API server is away for a while. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterAwayKT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path directory;
    private ClusterMachine machine;

    @BeforeAll
    void open() {
        machine = ClusterMachine.open();
    }

    @AfterAll
    void close() throws IOException {
        machine.close();
    }

    @Test
    void nothing_is_begun_and_what_is_known_is_answered() throws IOException {
        Box box = machine.started(ClusterMachine.plain());
        Box other = machine.box(ClusterMachine.plain());
        URI server = master();
        try (Gateway gateway =
                        new Gateway(new InetSocketAddress(server.getHost(), server.getPort()));
                Cluster cluster = Cluster.open(Optional.of(by(gateway.port(), server)));
                ClusterView view = new ClusterView(cluster, machine.config)) {
            KubernetesBoxEngine engine = machine.newEngine(cluster, view);
            ClusterPart part = new ClusterPart(cluster, view, engine);
            part.prepare();
            assertThat(engine.isRunning(box.uid())).isTrue();

            gateway.shut();
            assertThat(BoxTermination.await(() -> view.lost().isPresent(), PATIENCE)).isTrue();

            assertThat(part.fault()).isPresent();
            assertRefused(ErrorCode.ENGINE_UNAVAILABLE, part::prepare);
            long begin = System.nanoTime();
            assertRefused(ErrorCode.ENGINE_UNAVAILABLE, view::requireCurrent);
            assertRefused(ErrorCode.ENGINE_UNAVAILABLE, () -> engine.start(other, machine.project));
            assertRefused(
                    ErrorCode.ENGINE_UNAVAILABLE, () -> engine.stop(box.uid(), Duration.ZERO));
            assertRefused(ErrorCode.ENGINE_UNAVAILABLE, () -> engine.remove(box.uid()));
            assertRefused(ErrorCode.ENGINE_UNAVAILABLE, () -> engine.adjust(box));
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(Duration.ofSeconds(2));
            assertThat(engine.isRunning(box.uid())).isTrue();
            assertThat(engine.list()).containsExactly(box.uid());
            assertThat(engine.sight(box.uid(), BoxConfig.UNLIMITED).orElseThrow().lacks())
                    .isEmpty();
            assertThat(machine.pool.scratch(other.uid())).doesNotExist();

            gateway.unshut();
            assertThat(BoxTermination.await(() -> part.fault().isEmpty(), PATIENCE)).isTrue();
            engine.stop(box.uid(), Duration.ZERO);
            assertThat(engine.isRunning(box.uid())).isFalse();
        }
    }

    @Test
    void a_connection_on_which_nothing_comes_any_more_is_noticed() throws IOException {
        Watched.Pace soon =
                new Watched.Pace(
                        Duration.ofMinutes(5), Duration.ofSeconds(2), Duration.ofSeconds(1));
        Box box = machine.started(ClusterMachine.plain());
        URI server = master();
        try (BlackHole hole = new BlackHole(server.toString());
                Cluster cluster =
                        Cluster.open(Optional.of(by(URI.create(hole.url()).getPort(), server)));
                ClusterView view = new ClusterView(cluster, machine.config, soon)) {
            view.requireKnown();
            assertThat(watches(cluster, 3)).isTrue();
            assertThat(cluster.requests().counts()).containsEntry("list pods", 1L);
            assertThat(view.deployment(box.uid())).isPresent();
            view.requireCurrent();

            hole.swallow();

            // Watch and margin, and what a list is waited for
            assertThat(BoxTermination.await(() -> view.lost().isPresent(), PATIENCE)).isTrue();
            assertRefused(ErrorCode.ENGINE_UNAVAILABLE, view::requireCurrent);
        }
    }

    /** So many of pods one after the other. */
    private static boolean watches(Cluster cluster, long count) {
        return BoxTermination.await(
                () -> cluster.requests().counts().getOrDefault("watch pods", 0L) >= count,
                PATIENCE);
    }

    private URI master() {
        return URI.create(machine.cluster.client().getMasterUrl().toString());
    }

    private Path by(int port, URI server) throws IOException {
        String text = Files.readString(machine.kubeconfig);
        return Files.writeString(
                directory.resolve("kubeconfig"),
                text.replace(":" + server.getPort() + "\"", ":" + port + "\""));
    }
}
