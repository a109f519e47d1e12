package zomg.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import zomg.fixture.Crowd;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.Memory;

/** What a start costs, of it zomg itself, and what the API server is asked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartTimesKT {

    private static final int ROUNDS = 12;
    private static final int THIRTY = 30;

    /** Kubelet is slow to end what it has just started. */
    private static final Duration GROWN_UP = Duration.ofSeconds(12);

    private ClusterMachine machine;

    @BeforeAll
    void open() {
        machine = ClusterMachine.open();
        // The namespace of the project
        machine.engine.remove(machine.started(ClusterMachine.plain()).uid());
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
    void every_operation_asks_the_same_however_often_it_is_done() {
        for (int round = 0; round < 3; round++) {
            Box box = machine.box(ClusterMachine.plain());

            assertThat(asked(() -> machine.engine.start(box, machine.project)))
                    .isEqualTo(
                            Map.of(
                                    "get services", 1L,
                                    "patch services", 1L,
                                    "get deployments", 1L,
                                    "patch deployments", 1L));
            assertThat(asked(() -> machine.engine.start(box, machine.project))).isEmpty();
            assertThat(asked(() -> machine.engine.sight(box.uid(), BoxConfig.UNLIMITED))).isEmpty();
            assertThat(asked(machine.engine::list)).isEmpty();
            assertThat(asked(() -> machine.engine.adjust(limited(box))))
                    .isEqualTo(Map.of("patch deployments", 1L));
            assertThat(asked(() -> machine.engine.stop(box.uid(), Duration.ZERO)))
                    .isEqualTo(Map.of("patch deployments", 1L, "delete pods", 1L));
            assertThat(asked(() -> machine.engine.start(box, machine.project)))
                    .isEqualTo(Map.of("patch deployments", 1L));
            assertThat(asked(() -> machine.engine.remove(box.uid())))
                    .isEqualTo(
                            Map.of(
                                    "patch deployments", 1L,
                                    "delete pods", 1L,
                                    "delete deployments", 1L,
                                    "delete services", 1L));
        }
    }

    @Test
    void a_start_is_mostly_waiting_for_the_cluster() {
        List<Long> whole = new ArrayList<>();
        List<Long> own = new ArrayList<>();
        List<Box> boxes = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Box box = machine.box(ClusterMachine.plain());
            long waited = machine.engine.starts().waited();
            long took = took(() -> machine.engine.start(box, machine.project));
            whole.add(took);
            own.add(took - (machine.engine.starts().waited() - waited));
            boxes.add(box);
        }
        machine.view.await(() -> false, GROWN_UP);
        List<Long> stops =
                boxes.stream()
                        .map(box -> took(() -> machine.engine.stop(box.uid(), Duration.ZERO)))
                        .toList();

        System.out.printf(
                "start: %s; of it zomg and its requests: %s; stop: %s%n",
                inMillis(whole), inMillis(own), inMillis(stops));
        assertThat(median(own)).isLessThan(Duration.ofMillis(500).toNanos());
    }

    @Test
    void thirty_boxes_start_at_once_and_all_run() throws InterruptedException {
        List<Box> boxes =
                Stream.generate(() -> machine.box(ClusterMachine.plain())).limit(THIRTY).toList();
        long begin = System.nanoTime();

        Crowd.Outcome<Boolean> started =
                Crowd.of(
                        THIRTY,
                        number -> {
                            machine.engine.start(boxes.get(number), machine.project);
                            return machine.engine.isRunning(boxes.get(number).uid());
                        });

        System.out.printf(
                "%d boxes at once: %d ms%n", THIRTY, (System.nanoTime() - begin) / 1_000_000);
        assertThat(started.failures()).isEmpty();
        assertThat(started.values()).hasSize(THIRTY).allMatch(runs -> runs);
    }

    private static long took(Runnable operation) {
        long begin = System.nanoTime();
        operation.run();
        return System.nanoTime() - begin;
    }

    private static Box limited(Box box) {
        return box.withSpec(
                ClusterMachine.spec(
                        new BoxConfig(
                                Optional.empty(), Optional.of(new Memory(256)), Optional.empty()),
                        box.spec().volumes()),
                box.createdAt());
    }

    /** Watches are opened anew now and then after a list, which is nobody's operation. */
    private Map<String, Long> asked(Runnable operation) {
        Map<String, Long> before = machine.cluster.requests().counts();
        operation.run();
        Map<String, Long> asked = machine.cluster.requests().since(before);
        asked.keySet().removeIf(name -> name.startsWith("watch") || name.startsWith("list"));
        return asked;
    }

    private static long median(List<Long> nanos) {
        return sorted(nanos).skip(nanos.size() / 2).findFirst().orElseThrow();
    }

    private static LongStream sorted(List<Long> nanos) {
        return nanos.stream().mapToLong(Long::longValue).sorted();
    }

    private static String inMillis(List<Long> nanos) {
        long worst = sorted(nanos).max().orElseThrow();
        return "median %d ms, worst %d ms".formatted(median(nanos) / 1_000_000, worst / 1_000_000);
    }
}
