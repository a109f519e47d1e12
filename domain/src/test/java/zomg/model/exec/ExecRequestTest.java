package zomg.model.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertInvalid;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.ErrorCode;
import zomg.fixture.RealBash;
import zomg.model.box.Environment;

final class ExecRequestTest {

    private static final long SEED = 20_260_204;

    @Test
    void arguments_stay_arguments_in_real_bash() throws IOException, InterruptedException {
        List<String> hostile = RealBash.hostileStrings(SEED, 500);
        List<String> command = new ArrayList<>(List.of("printf", "%s\\0"));
        command.addAll(hostile);

        List<String> printed = RealBash.outputOf(of(command, false).loginShell());

        assertThat(printed).as("seed %s", SEED).isEqualTo(hostile);
    }

    @Test
    void only_with_shell_are_they_parsed() throws IOException, InterruptedException {
        ExecRequest request = of(List.of("X=1;", "printf", "'%s\\0'", "\"$X\"", "a b"), true);

        assertThat(RealBash.outputOf(request.loginShell())).containsExactly("1", "a", "b");
    }

    @Test
    void a_command_that_looks_like_an_option_is_a_command() {
        assertThat(ExecRequest.of("-c", "id").loginShell())
                .containsExactly("/bin/bash", "-lc", "exec \"$@\"", "bash", "-c", "id");
    }

    @Test
    void a_command_must_be_there() {
        assertInvalid(ErrorCode.INVALID_REQUEST, ExecRequest::of, "command");
        assertInvalid(ErrorCode.INVALID_REQUEST, () -> ExecRequest.of(""), "command");
        assertInvalid(
                ErrorCode.INVALID_REQUEST, () -> of(Arrays.asList("a", null), false), "command");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0b", "\uD800"})
    void what_no_process_could_be_given_is_refused(String argument) {
        assertInvalid(ErrorCode.INVALID_REQUEST, () -> ExecRequest.of("echo", argument), "command");
    }

    @Test
    void too_much_is_refused() {
        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                () -> ExecRequest.of("echo", "x".repeat(256 * 1024)),
                "command");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tmp", "./tmp", "~", "/a\0", "C:\\"})
    void a_working_directory_is_absolute(String path) {
        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                () -> request(Optional.of(path), "root", Duration.ofSeconds(1)),
                "cwd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Root", "1a", "-a", "a b", "a:b", "../a", "a\n"})
    void a_user_is_a_unix_name(String user) {
        assertInvalid(
                ErrorCode.INVALID_NAME,
                () -> request(Optional.empty(), user, Duration.ofSeconds(1)),
                "user");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 3601})
    void a_timeout_is_from_a_second_to_an_hour(long seconds) {
        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                () -> request(Optional.empty(), "root", Duration.ofSeconds(seconds)),
                "timeout");
    }

    private static ExecRequest of(List<String> command, boolean shell) {
        return new ExecRequest(
                command, shell, Optional.empty(), Environment.EMPTY, "root", Duration.ofSeconds(1));
    }

    private static ExecRequest request(Optional<String> directory, String user, Duration timeout) {
        return new ExecRequest(List.of("true"), false, directory, Environment.EMPTY, user, timeout);
    }
}
