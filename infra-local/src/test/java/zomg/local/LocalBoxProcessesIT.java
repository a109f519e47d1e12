package zomg.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import zomg.contract.BoxProcessesContract;
import zomg.fixture.BoxFixtures;
import zomg.model.box.Box;
import zomg.model.box.Isolation;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.SessionInput;
import zomg.model.exec.SessionOutput;
import zomg.model.exec.WindowSize;
import zomg.port.Session;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalBoxProcessesIT implements BoxProcessesContract {

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
        try (Session session =
                processes().open(running, request, Optional.of(new WindowSize(33, 99)))) {
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
        Session session = processes().open(running, request, Optional.empty());
        assertThat(session.next()).isInstanceOf(SessionOutput.Stdout.class);
        assertThat(machine.cgroups.processes(group)).hasSizeGreaterThan(before.size());

        session.close();

        assertThat(machine.cgroups.processes(group)).isEqualTo(before);
    }

    @Test
    void a_command_in_the_background_writes_its_log_in_the_box() throws InterruptedException {
        int pid =
                processes()
                        .start(
                                running,
                                ExecRequest.of(
                                        "sh", "-c", "echo out; echo err >&2; exec sleep 60"));
        Inside box = machine.inside(running);

        assertThat(
                        box.says(
                                "until test -s /tmp/boxes/exec/%1$d.log; do sleep 0.01; done; cat /tmp/boxes/exec/%1$d.log; tr '\\0' ' ' </proc/%1$d/cmdline"
                                        .formatted(pid)))
                .isEqualTo("out\nerr\nsleep 60");
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
