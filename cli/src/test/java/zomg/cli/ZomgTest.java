package zomg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.cli.CommandLineOf.Outcome;

class ZomgTest {

    @TempDir Path folder;

    static Stream<List<String>> everyCommand() {
        return Stream.of(
                List.of("create"),
                List.of("list"),
                List.of("ls"),
                List.of("show"),
                List.of("update"),
                List.of("stop"),
                List.of("resume"),
                List.of("delete"),
                List.of("rm"),
                List.of("exec"),
                List.of("console"),
                List.of("project"),
                List.of("project", "list"),
                List.of("project", "show"),
                List.of("project", "current"),
                List.of("base"),
                List.of("base", "list"),
                List.of("config"),
                List.of("config", "set"),
                List.of("config", "get"),
                List.of("config", "list"),
                List.of("config", "unset"),
                List.of("config", "path"),
                List.of("config", "profiles"),
                List.of("completion"),
                List.of("docs"),
                List.of("api"),
                List.of("api", "createBox"),
                List.of("up"),
                List.of("down"),
                List.of("status"),
                List.of("doctor"));
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void every_command_says_what_it_does_with_an_example(List<String> command) {
        List<String> asked = Stream.concat(command.stream(), Stream.of("--help")).toList();

        Outcome outcome = new CommandLineOf(folder).run(asked.toArray(String[]::new));

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("Usage: zomg ");
        assertThat(outcome.out()).contains("Example:\n  ");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void without_arguments_all_commands_are_listed() {
        Outcome outcome = new CommandLineOf(folder).run();

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("list, ls", "delete, rm", "Run a command in a box.", "doctor");
    }

    @Test
    void the_version_is_printed_alone() {
        Outcome outcome = new CommandLineOf(folder).run("--version");

        assertThat(outcome.out()).matches("zomg \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n");
    }

    @Test
    void the_guide_is_printed_whole() throws IOException {
        CommandLineOf zomg = new CommandLineOf(folder);

        assertThat(zomg.run("docs", "command").out())
                .isEqualTo(Files.readString(Path.of("../docs/using-zomg.md")));
        assertThat(zomg.run("docs").out()).contains("zomg docs command");
        assertThat(zomg.run("docs", "box").exitCode()).isEqualTo(2);
    }

    @Test
    void help_knows_the_commands() {
        CommandLineOf zomg = new CommandLineOf(folder);

        assertThat(zomg.run("help", "exec").out()).startsWith("Usage: zomg exec");
        assertThat(zomg.run("help", "project", "list").out())
                .startsWith("Usage: zomg project list");
        assertThat(zomg.run("help", "frob").err())
                .isEqualTo("Error: there is no command \"frob\" (see: zomg help --help)\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"frob", "list --frob", "project", "api frob", "create", "stop"})
    void what_cannot_be_meant_is_a_usage_error(String line) {
        Outcome outcome = new CommandLineOf(folder).run(line.split(" ", -1));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .startsWith("Error: ")
                .contains("(see: zomg")
                .endsWith("--help)\n");
        assertThat(outcome.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "creat web, create",
        "list --projct x, project",
        "project lst, list",
        "config profile, profiles"
    })
    void who_mistypes_is_told_what_may_be_meant(String line, String meant) {
        Outcome outcome = new CommandLineOf(folder).run(line.split(" ", -1));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .containsPattern("; did you mean .*\\b%s\\b.*\\? \\(see".formatted(meant));
    }

    @Test
    void global_options_stand_before_and_after_the_command() {
        try (RecordedServer server =
                new RecordedServer()
                        .on("GET /v1/projects/default/boxes/web", 200, Recorded.WEB)
                        .on("GET /v1/projects/default/boxes/web/usage", 200, "{}")) {
            CommandLineOf zomg = new CommandLineOf(folder);

            assertThat(zomg.run("--url", server.url(), "show", "web").exitCode()).isZero();
            assertThat(zomg.run("show", "web", "--url", server.url()).exitCode()).isZero();
        }
    }

    @Test
    void debug_prints_each_call_but_no_token() {
        try (RecordedServer server =
                new RecordedServer()
                        .on("GET /v1/projects/default/boxes/web", 200, Recorded.WEB)
                        .on("GET /v1/projects/default/boxes/web/usage", 200, "{}")) {
            Outcome outcome =
                    new CommandLineOf(folder).server(server).run("--debug", "show", "web");

            assertThat(outcome.err())
                    .startsWith("GET /v1/projects/default/boxes/web: 200, ")
                    .doesNotContain("secret");
        }
    }
}
