package zomg.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.Refusals.assertRefused;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.cgroup.BoxTermination;
import zomg.linux.cgroup.CgroupBoxFreezer;
import zomg.linux.cgroup.Cgroups;
import zomg.linux.mount.MountTable;
import zomg.linux.process.HostProcess;
import zomg.model.box.Box;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.OutputOffsets;
import zomg.model.exec.SessionInput;
import zomg.model.exec.SessionOutput;
import zomg.model.exec.SessionTerms;
import zomg.model.id.Uid;
import zomg.model.network.TunnelMessage;
import zomg.port.BoxNetwork;
import zomg.port.Session;
import zomg.port.Tunnel;

/** What happens to commands when something between them and us does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesExecKT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MANY = 50;

    private ClusterMachine machine;
    private ExecSockets sockets;
    private KubernetesBoxProcesses processes;
    private Cgroups cgroups;

    @BeforeAll
    void open() {
        machine = ClusterMachine.open();
        sockets = new ExecSockets(machine.cluster);
        cgroups = new PodGroups(MountTable.read(), machine.config.cgroups()).cgroups();
        processes = machine.processes(sockets, MANY);
    }

    @AfterAll
    void close() throws IOException {
        processes.close();
        sockets.close();
        machine.close();
    }

    private static ExecRequest shell(String line) {
        return ExecRequest.of("sh", "-c", line).within(Duration.ofMinutes(5));
    }

    /** Tells when the first byte of output is there. */
    private static final class Listening extends ByteArrayOutputStream {

        private final CountDownLatch heard = new CountDownLatch(1);

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            heard.countDown();
        }

        void await() throws InterruptedException {
            assertThat(heard.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    private CompletableFuture<ExecEnd> running(
            KubernetesBoxProcesses over, Box box, String line, OutputStream output) {
        return CompletableFuture.supplyAsync(() -> over.run(box, shell(line), output, output));
    }

    private boolean runs(Box box, String argument) {
        return machine.engine.pods().running(box.uid()).stream()
                .flatMap(now -> cgroups.processes(now.container()).stream())
                .flatMap(pid -> HostProcess.find(pid).stream())
                .anyMatch(process -> process.arguments().contains(argument));
    }

    private static <T> T get(CompletableFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void a_stop_leaves_commands_their_grace()
            throws ExecutionException, InterruptedException, TimeoutException {
        Box box = machine.started(ClusterMachine.plain());
        // For longer than one that is hung up on may take
        String line =
                "exec 2>/dev/null; trap '(trap \"\" TERM; sleep 3); echo late; exit 7' TERM; echo up;"
                        + " while :; do sleep 0.1; done";
        Listening heard = new Listening();
        CompletableFuture<ExecEnd> command = running(processes, box, line, heard);
        heard.await();
        try (Session session =
                processes.open(
                        box, ClusterMachine.randomUid(), shell(line), SessionTerms.UNLISTED)) {
            assertThat(session.next()).isInstanceOf(SessionOutput.Stdout.class);

            CompletableFuture<Void> stop =
                    CompletableFuture.runAsync(
                            () -> machine.engine.stop(box.uid(), Duration.ofSeconds(20)));

            assertThat(get(command)).isEqualTo(new ExecEnd.Exited(7));
            assertThat(heard.toString(StandardCharsets.UTF_8)).isEqualTo("up\nlate\n");
            assertThat(session.next()).isInstanceOf(SessionOutput.Stdout.class);
            assertThat(session.next()).isEqualTo(new SessionOutput.Ended(new ExecEnd.Exited(7)));
            get(stop);
        }
        assertThat(machine.engine.isRunning(box.uid())).isFalse();
    }

    @Test
    void a_command_whose_pod_is_killed_has_no_exit_code() throws InterruptedException {
        Box box = machine.started(ClusterMachine.plain());
        Listening heard = new Listening();
        CompletableFuture<ExecEnd> command =
                running(processes, box, "echo up; exec sleep 1000", heard);
        heard.await();

        // All at once: with its first process the kernel ends every other one of the pod
        machine.engine.pods().running(box.uid()).ifPresent(now -> kill(now.first().pid()));

        assertThatThrownBy(() -> get(command))
                .cause()
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BOX_NOT_RUNNING));
    }

    @Test
    void what_is_under_way_ends_with_its_box()
            throws ExecutionException, InterruptedException, TimeoutException {
        Box box = machine.started(ClusterMachine.plain());
        BoxNetwork network = new KubernetesBoxNetwork(machine.engine, sockets);
        ExecRequest deaf =
                ExecRequest.of(
                        "sh", "-c", "trap '' TERM HUP; echo up; while :; do sleep 0.1; done");
        try (Tunnel tunnel = network.tunnel(box);
                Session session =
                        processes.open(box, ClusterMachine.randomUid(), deaf, SessionTerms.PIPES)) {
            assertThat(said(session)).isEqualTo("up\n");
            CompletableFuture<Optional<TunnelMessage>> message =
                    CompletableFuture.supplyAsync(tunnel::next);

            machine.engine.stop(box.uid(), Duration.ofMillis(500));

            assertThat(get(message)).isEmpty();
            assertRefused(ErrorCode.BOX_NOT_RUNNING, session::next);
        }
        assertThat(processes.sessions(box)).isEmpty();
    }

    private void kill(int pid) {
        BoxTermination.signal(machine.libc, pid, 9);
    }

    @Test
    void a_connection_of_which_nothing_is_heard_is_a_failure()
            throws InterruptedException, IOException {
        Box box = machine.started(ClusterMachine.plain());
        Config config = machine.cluster.client().getConfiguration();
        try (BlackHole hole = new BlackHole(config.getMasterUrl());
                ExecSockets over = through(hole, Duration.ofSeconds(2));
                KubernetesBoxProcesses cut = machine.processes(over, MANY)) {
            Listening quiet = new Listening();
            CompletableFuture<ExecEnd> command =
                    running(cut, box, "echo up; sleep 5; echo more; exec sleep 4713", quiet);
            quiet.await();
            // Silent for longer than that, but there
            assertThat(machine.view.await(() -> quiet.size() > 3, PATIENCE, Duration.ofMillis(50)))
                    .isTrue();

            hole.swallow();

            assertThatThrownBy(() -> get(command))
                    .cause()
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal ->
                                    assertThat(refusal.code())
                                            .isEqualTo(ErrorCode.ENGINE_UNAVAILABLE));
        }
        assertThat(machine.view.await(() -> !runs(box, "4713"), PATIENCE, Duration.ofMillis(50)))
                .isTrue();
    }

    @Test
    void a_command_to_which_the_way_is_lost_goes_on() throws IOException {
        Box box = machine.started(ClusterMachine.plain());
        ExecRequest request = ExecRequest.of("sh", "-c", "echo up; read -r line; echo $line");
        Config config = machine.cluster.client().getConfiguration();
        try (BlackHole hole = new BlackHole(config.getMasterUrl());
                ExecSockets over = through(hole, Duration.ofSeconds(2));
                KubernetesBoxProcesses cut = machine.processes(over, MANY);
                Session lost =
                        cut.open(box, ClusterMachine.randomUid(), request, SessionTerms.PIPES)) {
            assertThat(said(lost)).isEqualTo("up\n");
            hole.swallow();
            assertThatThrownBy(lost::next)
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal ->
                                    assertThat(refusal.code())
                                            .isEqualTo(ErrorCode.ENGINE_UNAVAILABLE));

            try (Session found =
                    processes.join(box, lost.id(), Optional.of(new OutputOffsets(3, 0)))) {
                found.send(new SessionInput.Bytes("still\n".getBytes(StandardCharsets.UTF_8)));

                assertThat(said(found)).isEqualTo("still\n");
                assertThat(found.next()).isEqualTo(new SessionOutput.Ended(new ExecEnd.Exited(0)));
            }
        }
    }

    private static String said(Session session) {
        return session.next() instanceof SessionOutput.Stdout(byte[] bytes)
                ? new String(bytes, StandardCharsets.UTF_8)
                : "";
    }

    private ExecSockets through(BlackHole hole, Duration deadAfter) {
        Config config = machine.cluster.client().getConfiguration();
        return new ExecSockets(
                new ConfigBuilder(config).withMasterUrl(hole.url()).build(),
                machine.cluster.requests(),
                deadAfter);
    }

    @Test
    void while_the_api_server_is_away_nothing_is_begun() throws IOException {
        Box box = machine.started(ClusterMachine.plain());
        BlackHole hole = new BlackHole(machine.cluster.client().getConfiguration().getMasterUrl());
        hole.close();

        try (ExecSockets over = through(hole, PATIENCE);
                KubernetesBoxProcesses away = machine.processes(over, MANY)) {
            assertRefused(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    () ->
                            away.run(
                                    box,
                                    ExecRequest.of("true"),
                                    OutputStream.nullOutputStream(),
                                    OutputStream.nullOutputStream()));
        }
    }

    @Test
    void a_command_that_comes_while_the_box_stands_still_runs_afterwards()
            throws ExecutionException, InterruptedException, TimeoutException {
        Box box = machine.started(ClusterMachine.plain());
        Uid purpose = ClusterMachine.randomUid();
        try (CgroupBoxFreezer freezer = machine.engine.freezer()) {
            assertThat(freezer.freeze(purpose, Set.of(box.uid()), PATIENCE)).isTrue();
            CompletableFuture<ExecEnd> command =
                    running(processes, box, "exit 3", OutputStream.nullOutputStream());
            assertThat(machine.view.await(command::isDone, Duration.ofSeconds(1))).isFalse();

            freezer.thaw(purpose);

            assertThat(get(command)).isEqualTo(new ExecEnd.Exited(3));
        }
    }

    @Test
    void who_reads_slowly_makes_the_command_wait()
            throws ExecutionException, InterruptedException, TimeoutException {
        Box box = machine.started(ClusterMachine.plain());
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicLong heard = new AtomicLong();
        OutputStream slow =
                new OutputStream() {
                    @Override
                    public void write(int value) {
                        write(new byte[] {(byte) value}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        try {
                            goOn.await();
                        } catch (InterruptedException interrupted) {
                            Thread.currentThread().interrupt();
                        }
                        heard.addAndGet(length);
                    }
                };
        String line = "echo up >&2; head -c 100000000 /dev/zero; echo all >/tmp/all";
        CompletableFuture<ExecEnd> command =
                CompletableFuture.supplyAsync(
                        () ->
                                processes.run(
                                        box, shell(line), slow, OutputStream.nullOutputStream()));

        ExecEnd look =
                processes.run(
                        box,
                        shell("sleep 3; test -e /tmp/all"),
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream());
        assertThat(look).isEqualTo(new ExecEnd.Exited(1));
        goOn.countDown();

        assertThat(command.get(2, TimeUnit.MINUTES)).isEqualTo(new ExecEnd.Exited(0));
        assertThat(heard).hasValue(100_000_000);
    }

    @Test
    void nothing_is_asked_but_one_exec() {
        Box box = machine.started(ClusterMachine.plain());
        Map<String, Long> before = machine.cluster.requests().counts();

        ExecEnd end =
                processes.run(
                        box,
                        ExecRequest.of("true"),
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream());

        assertThat(end).isEqualTo(new ExecEnd.Exited(0));
        assertThat(machine.cluster.requests().since(before))
                .containsExactlyEntriesOf(Map.of("exec pods", 1L));
    }
}
