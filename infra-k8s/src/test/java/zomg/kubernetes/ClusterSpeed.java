package zomg.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import zomg.fixture.Crowd;
import zomg.model.box.Box;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;

/** How long things take on a cluster: what {@code bench/cluster} runs and prints; no test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterSpeed {

    private static final int STARTS = 20;
    private static final int COMMANDS = 60;
    private static final int THIRTY = 30;

    /** Exit status of the runner that is told nothing. */
    private static final int USAGE = 2;

    /** Kubelet is slow to end what it has just started. */
    private static final Duration GROWN_UP = Duration.ofSeconds(12);

    private ClusterMachine machine;
    private ExecSockets sockets;
    private KubernetesBoxProcesses processes;

    @BeforeAll
    void open() {
        machine = ClusterMachine.open();
        sockets = new ExecSockets(machine.cluster);
        processes = machine.processes(sockets, THIRTY);
        // The namespace of the project
        machine.engine.remove(machine.started(ClusterMachine.plain()).uid());
    }

    @AfterEach
    void removeBoxes() {
        machine.removeBoxes();
    }

    @AfterAll
    void close() throws IOException {
        processes.close();
        sockets.close();
        machine.close();
    }

    @Test
    void starts_and_stops() {
        List<Long> whole = new ArrayList<>();
        List<Long> own = new ArrayList<>();
        List<Box> boxes = new ArrayList<>();
        for (int round = 0; round < STARTS; round++) {
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

        say("start", whole);
        say("start, of it zomg and its requests", own);
        say("stop", stops);
    }

    @Test
    void thirty_at_once() throws InterruptedException {
        List<Box> boxes =
                Stream.generate(() -> machine.box(ClusterMachine.plain())).limit(THIRTY).toList();
        long begin = System.nanoTime();

        Crowd.Outcome<Boolean> started =
                Crowd.of(
                        THIRTY,
                        number -> {
                            machine.engine.start(boxes.get(number), machine.project);
                            return true;
                        });

        say("30 starts at once", List.of(System.nanoTime() - begin));
        assertThat(started.failures()).isEmpty();
    }

    /** In turns, so that both meet the same machine. */
    @Test
    void commands_beside_a_plain_exec()
            throws ExecutionException, InterruptedException, TimeoutException {
        Box box = machine.started(ClusterMachine.plain());
        BoxPod pod = machine.engine.requireRunning(box.uid()).pod();
        List<Long> ours = new ArrayList<>();
        List<Long> plain = new ArrayList<>();
        for (int i = 0; i < 2 * COMMANDS; i++) {
            long begin = System.nanoTime();
            assertThat(run(box)).isEqualTo(new ExecEnd.Exited(0));
            long between = System.nanoTime();
            assertThat(plainExec(pod)).isEqualTo(USAGE);
            long end = System.nanoTime();
            if (i >= COMMANDS) {
                ours.add(between - begin);
                plain.add(end - between);
            }
        }

        say("exec true", ours);
        say("exec of the same subresource by fabric8", plain);
        System.out.printf("ratio of medians: %.2f%n", (double) median(ours) / median(plain));
    }

    private ExecEnd run(Box box) {
        return processes.run(
                box,
                ExecRequest.of("true"),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream());
    }

    /** Of a program that ends at once. */
    private int plainExec(BoxPod pod)
            throws ExecutionException, InterruptedException, TimeoutException {
        try (ExecWatch watch =
                machine.cluster
                        .client()
                        .pods()
                        .inNamespace(pod.namespace())
                        .withName(pod.name())
                        .inContainer(BoxDeployment.CONTAINER)
                        .writingOutput(OutputStream.nullOutputStream())
                        .writingError(OutputStream.nullOutputStream())
                        .exec(BoxDeployment.RUNNER)) {
            return watch.exitCode().get(30, TimeUnit.SECONDS);
        }
    }

    private static long took(Runnable operation) {
        long begin = System.nanoTime();
        operation.run();
        return System.nanoTime() - begin;
    }

    private static void say(String what, List<Long> nanos) {
        System.out.printf(
                "%-42s median %6.1f ms, worst %6.1f ms, n %d%n",
                what, median(nanos) / 1e6, sorted(nanos).max().orElseThrow() / 1e6, nanos.size());
    }

    private static long median(List<Long> nanos) {
        return sorted(nanos).skip(nanos.size() / 2).findFirst().orElseThrow();
    }

    private static LongStream sorted(List<Long> nanos) {
        return nanos.stream().mapToLong(Long::longValue).sorted();
    }
}
