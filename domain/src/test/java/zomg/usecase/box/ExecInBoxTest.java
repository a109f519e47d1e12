package zomg.usecase.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.BoxFixtures;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;

final class ExecInBoxTest {

    private static final ExecRequest SECOND = ExecRequest.of("sleep", "1");

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);

    @BeforeEach
    void create() {
        zomg.create(ref("web"));
    }

    @Test
    void exit_code_and_both_streams_are_told() {
        ExecInBox.Outcome outcome =
                zomg.execInBox().run(ref("web"), ExecRequest.of("sh", "-c", "echo err >&2"));

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.stdout().bytes()).isEmpty();
        assertThat(outcome.stderr().bytes()).isEqualTo("err\n".getBytes(StandardCharsets.UTF_8));
        assertThat(outcome.stderr().truncated()).isFalse();
    }

    @Test
    void a_signal_is_told_as_shells_do() {
        machine.processes().playNext("", new ExecEnd.Signalled(15));

        assertThat(zomg.execInBox().run(ref("web"), ExecRequest.of("true")).exitCode())
                .isEqualTo(143);
    }

    @Test
    void too_long_is_refused() {
        machine.processes().playNext("", new ExecEnd.TimedOut());

        assertRefused(
                ErrorCode.EXEC_TIMEOUT,
                () -> zomg.execInBox().run(ref("web"), ExecRequest.of("true")));
    }

    @Test
    void the_first_mebibyte_of_a_stream_is_kept() {
        String exactly = "x".repeat(ExecInBox.MAX_OUTPUT);
        machine.processes().playNext(exactly, new ExecEnd.Exited(0));
        Output full = zomg.execInBox().run(ref("web"), ExecRequest.of("true")).stdout();
        machine.processes().playNext(exactly + "y", new ExecEnd.Exited(0));
        Output more = zomg.execInBox().run(ref("web"), ExecRequest.of("true")).stdout();

        assertThat(full.truncated()).isFalse();
        assertThat(more.truncated()).isTrue();
        assertThat(more.bytes()).isEqualTo(full.bytes()).hasSize(ExecInBox.MAX_OUTPUT);
    }

    @Test
    void a_command_in_the_background_has_a_pid() {
        assertThat(zomg.execInBox().start(ref("web"), ExecRequest.of("sleep", "1"))).isPositive();
    }

    @Test
    void one_more_than_may_be_waited_for_is_refused_and_not_run() {
        List<ErrorCode> refusals = new ArrayList<>();
        ExecInBox exec =
                new ExecInBox(
                        machine.processes(),
                        zomg.showBox(),
                        machine.requests(),
                        BoxFixtures::uid,
                        1);
        machine.processes()
                .duringEachRun(() -> refusals.add(refusalOf(() -> exec.run(ref("web"), SECOND))));

        exec.run(ref("web"), ExecRequest.of("true"));
        exec.run(ref("web"), ExecRequest.of("true"));

        assertThat(refusals).containsExactly(ErrorCode.BUSY, ErrorCode.BUSY);
        assertThat(machine.processes().requests()).doesNotContain(SECOND).hasSize(2);
    }

    private static ErrorCode refusalOf(Runnable run) {
        return catchThrowableOfType(Refusal.class, run::run).code();
    }

    @Test
    void a_box_that_does_not_run_or_exist_is_refused() {
        zomg.stopBox().stop(ref("web"));

        assertRefused(
                ErrorCode.BOX_NOT_RUNNING,
                () -> zomg.execInBox().run(ref("web"), ExecRequest.of("true")));
        assertRefused(
                ErrorCode.BOX_NOT_RUNNING,
                () -> zomg.execInBox().start(ref("web"), ExecRequest.of("true")));
        assertRefused(
                ErrorCode.BOX_NOT_FOUND,
                () -> zomg.execInBox().run(ref("other"), ExecRequest.of("true")));
        assertThat(machine.processes().requests()).isEmpty();
    }
}
