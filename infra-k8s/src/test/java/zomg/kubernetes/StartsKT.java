package zomg.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** What the API server is asked by starts and ends, and starts side by side. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartsKT {

    private static final int THIRTY = 30;

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
    void thirty_boxes_start_at_once_and_all_run() throws InterruptedException {
        List<Box> boxes =
                Stream.generate(() -> machine.box(ClusterMachine.plain())).limit(THIRTY).toList();

        Crowd.Outcome<Boolean> started =
                Crowd.of(
                        THIRTY,
                        number -> {
                            machine.engine.start(boxes.get(number), machine.project);
                            return machine.engine.isRunning(boxes.get(number).uid());
                        });

        assertThat(started.failures()).isEmpty();
        assertThat(started.values()).hasSize(THIRTY).allMatch(runs -> runs);
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
}
