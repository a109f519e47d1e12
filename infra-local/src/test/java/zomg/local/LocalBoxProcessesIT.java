package zomg.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.Refusals.assertRefused;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import zomg.contract.BoxProcessesContract;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.BoxFixtures;
import zomg.fixture.Inside;
import zomg.linux.cgroup.BoxTermination;
import zomg.model.box.Box;
import zomg.model.box.Isolation;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.OutputOffsets;
import zomg.model.exec.SessionInfo;
import zomg.model.exec.SessionInput;
import zomg.model.exec.SessionOutput;
import zomg.model.exec.SessionTerms;
import zomg.model.exec.WindowSize;
import zomg.model.id.Uid;
import zomg.port.Session;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalBoxProcessesIT implements BoxProcessesContract {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private LocalMachine machine;
    private Box running;

    @BeforeAll
    void open() {
        machine = LocalMachine.open();
        running = machine.started(Isolation.HARDENED);
    }

    @AfterAll
    void close() throws IOException {
        machine.close();
    }

    @Override
    public LocalBoxProcesses processes() {
        return machine.processes;
    }

    @Override
    public Box runningBox() {
        return running;
    }

    @Override
    public Box stoppedBox() {
        return machine.box(BoxFixtures.plain());
    }

    @Test
    void a_command_at_a_terminal_sees_its_size_and_signals() {
        ExecRequest request =
                ExecRequest.of(
                        "sh",
                        "-c",
                        "trap 'stty size; exit 3' WINCH; trap 'echo usr1' USR1; tty; stty size;"
                                + " while :; do sleep 0.01; done");
        StringBuilder heard = new StringBuilder();
        try (Session session = open(request, Optional.of(new WindowSize(33, 99)))) {
            listenFor("33 99", session, heard);
            session.send(new SessionInput.Signal(10));
            listenFor("usr1", session, heard);
            session.send(new SessionInput.Resize(new WindowSize(50, 120)));
            listenFor("50 120", session, heard);
            assertThat(heard).startsWith("/dev/pts/");
            assertThat(session.next()).isEqualTo(new SessionOutput.Ended(new ExecEnd.Exited(3)));
        }
    }

    private static void listenFor(String wanted, Session session, StringBuilder heard) {
        while (heard.indexOf(wanted + "\r\n") < 0) {
            assertThat(session.next())
                    .isInstanceOfSatisfying(
                            SessionOutput.Stdout.class,
                            output ->
                                    heard.append(
                                            new String(output.bytes(), StandardCharsets.UTF_8)));
        }
    }

    @Test
    void nothing_is_left_of_a_command_that_was_hung_up_on() {
        ExecRequest request =
                ExecRequest.of("sh", "-c", "trap '' HUP; echo up; while :; do sleep 0.01; done");
        String group = running.uid().value();
        Set<Integer> before = machine.cgroups.processes(group);
        Session session = open(request, Optional.empty());
        assertThat(session.next()).isInstanceOf(SessionOutput.Stdout.class);
        assertThat(machine.cgroups.processes(group)).hasSizeGreaterThan(before.size());
        SessionDirectory.Supervisor supervisor = supervisor(running, session);

        session.send(new SessionInput.HangUp());
        session.close();

        assertThat(
                        BoxTermination.await(
                                () -> machine.cgroups.processes(group).equals(before), PATIENCE))
                .isTrue();
        assertEnds(supervisor);
    }

    private SessionDirectory.Supervisor supervisor(Box box, Session session) {
        return new SessionDirectory(
                        machine.config
                                .runDirectory(box.uid())
                                .resolve(LocalSessions.GROUP)
                                .resolve(session.id().value()))
                .supervisor()
                .orElseThrow();
    }

    private static void assertEnds(SessionDirectory.Supervisor supervisor) {
        assertThat(BoxTermination.await(() -> !supervisor.isAlive(), PATIENCE)).isTrue();
    }

    private Session open(ExecRequest request, Optional<WindowSize> terminal) {
        return processes()
                .open(
                        running,
                        LocalMachine.randomUid(),
                        request,
                        SessionTerms.of(terminal, Optional.empty()));
    }

    @Test
    void a_session_outlives_the_server() {
        Session before = open(ExecRequest.of("cat"), Optional.empty());
        before.send(new SessionInput.Bytes(new byte[] {1, 2}));
        assertThat(before.next()).isInstanceOf(SessionOutput.Stdout.class);
        before.close();

        LocalSessions restarted = machine.newSessions(Duration.ofSeconds(60));
        assertThat(restarted.list(running.uid())).extracting(SessionInfo::id).contains(before.id());
        try (Session after =
                restarted.join(running.uid(), before.id(), Optional.of(new OutputOffsets(2, 0)))) {
            assertThat(after.position().stdin()).isEqualTo(2);
            after.send(new SessionInput.Bytes(new byte[] {3}));
            assertThat(after.next())
                    .isInstanceOfSatisfying(
                            SessionOutput.Stdout.class,
                            output -> assertThat(output.bytes()).containsExactly(3));
            after.send(new SessionInput.End());
            assertThat(after.next()).isEqualTo(new SessionOutput.Ended(new ExecEnd.Exited(0)));
        }
    }

    @Test
    void a_command_waits_for_its_client_but_not_for_ever() {
        LocalSessions impatient = machine.newSessions(Duration.ofSeconds(1));
        LocalBoxProcesses processes =
                new LocalBoxProcesses(machine.config, machine.cgroups, machine.engine, impatient);
        Session left =
                processes.open(
                        running,
                        LocalMachine.randomUid(),
                        ExecRequest.of("sleep", "1000"),
                        SessionTerms.PIPES);
        left.close();

        assertThat(
                        BoxTermination.await(
                                () ->
                                        impatient.list(running.uid()).stream()
                                                .filter(one -> one.id().equals(left.id()))
                                                .anyMatch(one -> one.end().isPresent()),
                                PATIENCE))
                .isTrue();
        try (Session late = processes.join(running, left.id(), Optional.empty())) {
            assertThat(late.next()).isEqualTo(new SessionOutput.Ended(new ExecEnd.Signalled(1)));
        }
        processes.close();
    }

    @Test
    void what_ended_long_ago_is_forgotten_and_what_runs_is_not() {
        Session ended = open(ExecRequest.of("true"), Optional.empty());
        SessionDirectory.Supervisor supervisor = supervisor(running, ended);
        assertThat(ended.next()).isEqualTo(new SessionOutput.Ended(new ExecEnd.Exited(0)));
        ended.send(new SessionInput.HangUp());
        ended.close();
        assertEnds(supervisor);
        Session runs = open(ExecRequest.of("cat"), Optional.empty());

        machine.sessions.forget();
        assertThat(processes().sessions(running))
                .extracting(SessionInfo::id)
                .contains(ended.id(), runs.id());
        machine.newSessions(
                        Duration.ofSeconds(60),
                        () -> InstantSource.system().instant().plus(Duration.ofHours(2)))
                .forget();

        assertThat(processes().sessions(running))
                .extracting(SessionInfo::id)
                .contains(runs.id())
                .doesNotContain(ended.id());
        runs.send(new SessionInput.HangUp());
        runs.close();
    }

    @Test
    void much_input_does_not_keep_confirmations_from_a_command_that_says_more()
            throws InterruptedException {
        String script = "head -c 20000000 /dev/zero; cat | wc -c";
        Session session = open(ExecRequest.of("sh", "-c", script), Optional.empty());
        Thread speaker =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    for (int i = 0; i < 40; i++) {
                                        session.send(new SessionInput.Bytes(new byte[100_000]));
                                    }
                                    session.send(new SessionInput.End());
                                });
        long heard = 0;
        SessionOutput last = session.next();
        StringBuilder tail = new StringBuilder();
        while (!(last instanceof SessionOutput.Ended)) {
            if (last instanceof SessionOutput.Stdout(byte[] bytes)) {
                heard += bytes.length;
                session.send(new SessionInput.Confirmed(new OutputOffsets(heard, 0)));
                tail.setLength(0);
                tail.append(new String(bytes, StandardCharsets.US_ASCII));
            }
            last = session.next();
        }
        speaker.join();
        session.close();

        assertThat(tail.toString()).endsWith("4000000\n");
        assertThat(heard).isEqualTo(20_000_008);
    }

    @Test
    void of_many_that_ended_the_last_ones_are_kept() {
        Box box = machine.started(Isolation.HARDENED);
        LocalBoxProcesses processes =
                new LocalBoxProcesses(
                        machine.config,
                        machine.cgroups,
                        machine.engine,
                        machine.newSessionsThatForget(3));
        Session runs = open(processes, box, "cat");
        Session last = runs;
        for (int i = 0; i < 12; i++) {
            last = open(processes, box, "true");
            assertThat(last.next()).isInstanceOf(SessionOutput.Ended.class);
            last.send(new SessionInput.HangUp());
            last.close();
            assertEnds(supervisor(box, last));
        }

        assertThat(processes.sessions(box))
                .hasSizeBetween(4, 7)
                .extracting(SessionInfo::id)
                .contains(runs.id(), last.id());
        runs.send(new SessionInput.HangUp());
        runs.close();
        processes.close();
    }

    private static Session open(LocalBoxProcesses processes, Box box, String command) {
        return processes.open(
                box, LocalMachine.randomUid(), ExecRequest.of(command), SessionTerms.PIPES);
    }

    @Test
    void one_more_than_may_wait_is_refused() {
        LocalSessions two = machine.newSessions(Duration.ofSeconds(60), 2);
        LocalBoxProcesses processes =
                new LocalBoxProcesses(machine.config, machine.cgroups, machine.engine, two);
        List<Session> open = new ArrayList<>();
        try {
            assertRefused(
                    ErrorCode.BUSY,
                    () -> {
                        for (int i = 0; i < 3; i++) {
                            open.add(
                                    processes.open(
                                            running,
                                            LocalMachine.randomUid(),
                                            ExecRequest.of("cat"),
                                            SessionTerms.PIPES));
                        }
                    });
        } finally {
            open.forEach(one -> one.send(new SessionInput.HangUp()));
            open.forEach(Session::close);
            processes.close();
        }
    }

    @Test
    void a_box_that_is_removed_takes_its_sessions_with_it() {
        Box box = machine.started(Isolation.HARDENED);
        Session session =
                processes()
                        .open(
                                box,
                                LocalMachine.randomUid(),
                                ExecRequest.of("cat"),
                                SessionTerms.PIPES);
        SessionDirectory.Supervisor supervisor = supervisor(box, session);

        machine.engine.remove(box.uid());

        assertThat(session.next()).isEqualTo(new SessionOutput.Ended(new ExecEnd.Signalled(9)));
        session.close();
        assertThat(processes().sessions(box)).isEmpty();
        assertEnds(supervisor);
    }

    @Test
    void a_command_in_the_background_writes_its_log_in_the_box() throws InterruptedException {
        int pid =
                processes()
                        .start(
                                running,
                                LocalMachine.randomUid(),
                                ExecRequest.of(
                                        "sh", "-c", "echo out; echo err >&2; exec sleep 60"));
        Inside box = machine.inside(running);

        assertThat(
                        box.says(
                                "until grep -qs err /tmp/boxes/exec/%1$d.log; do sleep 0.01; done; cat /tmp/boxes/exec/%1$d.log; tr '\\0' ' ' </proc/%1$d/cmdline"
                                        .formatted(pid)))
                .isEqualTo("out\nerr\nsleep 60");
    }

    @Test
    void a_command_in_the_background_outlives_the_server_and_is_told_of_when_it_ended() {
        Uid id = LocalMachine.randomUid();
        int pid = processes().start(running, id, ExecRequest.of("sh", "-c", "sleep 1; exit 9"));
        LocalSessions restarted = machine.newSessions(Duration.ofSeconds(60));

        assertThat(info(restarted, id).end()).isEmpty();
        assertThat(BoxTermination.await(() -> info(restarted, id).end().isPresent(), PATIENCE))
                .isTrue();
        assertThat(info(restarted, id))
                .returns(Optional.of(new ExecEnd.Exited(9)), SessionInfo::end)
                .returns(pid, SessionInfo::pid);
        machine.inside(running).denies("test -e /proc/%d".formatted(pid));
        restarted.forget();
        assertThat(info(restarted, id).end()).isPresent();
    }

    private SessionInfo info(LocalSessions sessions, Uid id) {
        return sessions.list(running.uid()).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void one_more_than_may_run_in_the_background_is_refused_and_talking_is_not() {
        int others = machine.cgroups.processes(LocalSessions.BACKGROUND).size();
        LocalBoxProcesses processes =
                new LocalBoxProcesses(
                        machine.config,
                        machine.cgroups,
                        machine.engine,
                        machine.newSessionsInBackground(others + 2));
        Box box = machine.started(Isolation.HARDENED);
        ExecRequest request = ExecRequest.of("sleep", "100");
        assertRefused(
                ErrorCode.BUSY,
                () -> {
                    for (int i = 0; i < 3; i++) {
                        processes.start(box, LocalMachine.randomUid(), request);
                    }
                });

        try (Session session = open(processes, box, "true")) {
            assertThat(session.next()).isEqualTo(new SessionOutput.Ended(new ExecEnd.Exited(0)));
            session.send(new SessionInput.HangUp());
        }
        assertThat(processes.sessions(box)).filteredOn(SessionInfo::background).hasSize(2);
        machine.engine.remove(box.uid());
        assertThat(
                        BoxTermination.await(
                                () ->
                                        machine.cgroups.processes(LocalSessions.BACKGROUND).size()
                                                <= others,
                                PATIENCE))
                .isTrue();
        processes.close();
    }

    @Test
    void a_command_that_cannot_be_left_running_leaves_nothing_behind() {
        Box box = machine.started(Isolation.HARDENED);
        machine.inside(box).says("mv /bin/bash /bin/bush");

        assertThatThrownBy(
                        () ->
                                processes()
                                        .start(
                                                box,
                                                LocalMachine.randomUid(),
                                                ExecRequest.of("true")))
                .isInstanceOf(Refusal.class)
                .hasMessage("the command cannot be started: /bin/bash: not found");
        assertThat(processes().sessions(box)).isEmpty();
    }

    @Test
    void a_command_runs_out_of_time_also_while_no_server_is_there() {
        Session session =
                processes()
                        .open(
                                running,
                                LocalMachine.randomUid(),
                                ExecRequest.of("sh", "-c", "echo up; exec sleep 1000"),
                                SessionTerms.of(
                                        Optional.empty(), Optional.of(Duration.ofSeconds(1))));
        session.close();
        LocalSessions restarted = machine.newSessions(Duration.ofSeconds(60));
        Uid id = session.id();
        assertThat(BoxTermination.await(() -> info(restarted, id).end().isPresent(), PATIENCE))
                .isTrue();

        assertThat(info(restarted, id).end()).contains(new ExecEnd.TimedOut());
        try (Session late = restarted.join(running.uid(), id, Optional.of(OutputOffsets.START))) {
            assertThat(late.next()).isInstanceOf(SessionOutput.Stdout.class);
            assertThat(late.next()).isEqualTo(new SessionOutput.Ended(new ExecEnd.TimedOut()));
        }
    }

    @Test
    void a_killed_command_takes_its_children_with_it() {
        ExecRequest request =
                ExecRequest.of("sh", "-c", "sleep 4712 & wait").within(Duration.ofSeconds(1));

        assertThat(
                        processes()
                                .run(
                                        running,
                                        request,
                                        new ByteArrayOutputStream(),
                                        new ByteArrayOutputStream()))
                .isEqualTo(new ExecEnd.TimedOut());
        machine.inside(running)
                .denies("pgrep -f 'sleep [4]712' || grep -l 'sleep.[4]712' /proc/[0-9]*/cmdline");
    }

    @Test
    void no_descriptor_of_ours_leaks_into_a_command() {
        assertThat(machine.inside(running).says("ls -l /proc/self/fd | grep -c ' -> ' "))
                .isEqualTo("4");
        assertThat(machine.inside(running).says("ls -l /proc/self/fd"))
                .doesNotContain("zomg")
                .doesNotContain("loop");
    }
}
