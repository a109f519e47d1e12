package zomg.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;
import zomg.cli.Recorded;
import zomg.cli.RecordedServer;

class CompletionCommandTest {

    @TempDir Path folder;

    private final RecordedServer server = new RecordedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    /**
     * @param line as it is typed after {@code zomg }, up to the cursor
     */
    private List<String> candidates(String line) {
        String[] words =
                Stream.concat(
                                Stream.of("completion", "candidates", "--"),
                                Arrays.stream(line.split(" ", -1)))
                        .toArray(String[]::new);
        Outcome outcome = new CommandLineOf(folder).server(server).run(words);
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        return outcome.out().lines().toList();
    }

    private void oneBoxIn(String project, String query) {
        server.on(
                "GET /v1/projects/%s/boxes?max_results=200%s".formatted(project, query),
                200,
                "{\"boxes\":[" + Recorded.WEB + "],\"has_more\":false}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'st'|status,stop",
                "'--no-color st'|status,stop",
                "'--url http://x st'|status,stop",
                "'project d'|delete",
                "'help pro'|project",
                "'config pro'|profiles",
                "'completion '|bash,fish,zsh",
                "'list --no'|--no-color",
                "'create web --me'|--memory",
                "'nothing '|''",
                "'exec web -- --he'|''"
            })
    void commands_and_options_are_known(String line, String expected) {
        assertThat(String.join(",", candidates(line))).isEqualTo(expected);
    }

    @Test
    void hidden_commands_and_other_names_are_not_offered() {
        assertThat(candidates("")).contains("list", "delete", "help").doesNotContain("ls", "rm");
        assertThat(candidates("completion c")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "show we",
                "stop other we",
                "exec --user ann we",
                "console we",
                "show --json we"
            })
    void boxes_are_those_of_the_project(String line) {
        oneBoxIn("default", "&prefix=we");

        assertThat(candidates(line)).containsExactly("web");
    }

    @Test
    void boxes_of_another_project_are_named_with_it() {
        oneBoxIn("shop", "&prefix=w");
        oneBoxIn("shop", "");

        assertThat(candidates("show shop:w")).containsExactly("shop:web");
        assertThat(candidates("show shop.w")).containsExactly("shop.web");
        assertThat(candidates("show shop:")).containsExactly("shop:web");
        assertThat(candidates("show -p shop w")).containsExactly("web");
        assertThat(candidates("create x --project=shop --fork w")).containsExactly("web");
        assertThat(candidates("create x --project=shop --fork=w")).containsExactly("--fork=web");
    }

    @Test
    void values_of_options_are_known() {
        server.on(
                "GET /v1/projects?max_results=200",
                200,
                "{\"projects\":[{\"id\":\"kq3v5m2xw4ta\",\"name\":\"shop\","
                        + "\"created_at\":\"2026-01-01T00:00:00Z\",\"boxes\":3,\"usage\":{}}],"
                        + "\"has_more\":false}");

        assertThat(candidates("list -p s")).containsExactly("shop");
        assertThat(candidates("list --project=s")).containsExactly("--project=shop");
        assertThat(candidates("up --database-password-file /etc/"))
                .containsExactly(CandidatesCommand.FILES);
    }

    @Test
    void a_server_that_says_no_leaves_it_at_nothing() {
        server.refuse("GET /v1/projects/default/boxes?max_results=200&prefix=we", 401, "no", "No");

        assertThat(candidates("show we")).isEmpty();
        assertThat(candidates("--profile gone show we")).isEmpty();
    }

    @Test
    void a_shell_that_is_not_known_is_refused() {
        Outcome outcome = new CommandLineOf(folder).run("completion", "tcsh");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("\"tcsh\"", "bash, zsh, fish");
    }
}
