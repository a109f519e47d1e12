package zomg.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.RecordedServer;

final class DiffCommandTest {

    private static final String DIFF = "GET /v1/projects/default/boxes/web/diff";

    @TempDir Path folder;

    private final RecordedServer server = new RecordedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void changes_are_lines_page_after_page() {
        server.on(
                        DIFF,
                        200,
                        """
                        {"against":"v1","has_more":true,"next_continuation_token":"L2I",
                         "changes":[{"kind":"added","path":"/a"},{"kind":"modified","path":"/b"}]}
                        """)
                .on(
                        DIFF + "?continuation_token=L2I",
                        200,
                        """
                        {"against":"v1","has_more":false,
                         "changes":[{"kind":"deleted","path":"/c\\n\\u001b[31m"}]}
                        """);

        assertThat(zomg().run("diff", "web").out()).isEqualTo("+ /a\n~ /b\n- /c\\012\\033[31m\n");
        assertThat(zomg().run("diff", "web", "-j").out().lines().count()).isGreaterThan(1);
    }

    @Test
    void without_changes_it_says_so() {
        server.on(
                DIFF + "?against=v0",
                200,
                "{\"against\":\"v0\",\"has_more\":false,\"changes\":[]}");

        assertThat(zomg().run("diff", "web", "--against", "v0"))
                .isEqualTo(new CommandLineOf.Outcome(0, DiffCommand.NO_CHANGES + "\n", ""));
    }

    @Test
    void a_file_is_shown_as_the_server_tells_it() {
        server.on(
                DIFF + "/file?path=%2Fetc%2Fmotd",
                200,
                """
                {"against":"v0","path":"/etc/motd","kind":"modified","binary":false,
                 "diff":"--- a/etc/motd\\n+++ b/etc/motd\\n@@ -1,1 +1,1 @@\\n-ä\\n+ö\\n"}
                """);

        assertThat(zomg().run("diff", "web", "file", "/etc/motd").out())
                .isEqualTo("--- a/etc/motd\n+++ b/etc/motd\n@@ -1,1 +1,1 @@\n-ä\n+ö\n");
    }

    @Test
    void an_equal_file_and_one_that_is_no_text_are_told() {
        server.on(
                        DIFF + "/file?path=%2Fa",
                        200,
                        "{\"against\":\"v0\",\"path\":\"/a\",\"binary\":false,\"diff\":\"\"}")
                .on(
                        DIFF + "/file?path=%2Fb",
                        200,
                        "{\"against\":\"v0\",\"path\":\"/b\",\"kind\":\"modified\","
                                + "\"binary\":true,\"diff\":\"\"}");

        assertThat(zomg().run("diff", "web", "file", "/a").out()).isEqualTo("No changes\n");
        assertThat(zomg().run("diff", "web", "file", "/b").out())
                .isEqualTo("Binary files differ: /b\n");
    }

    @Test
    void what_is_behind_the_box_is_file_and_a_path() {
        for (String[] wrong :
                new String[][] {
                    {"diff", "web", "file"}, {"diff", "web", "files", "/a"}, {"diff", "web", "/a"}
                }) {
            assertThat(zomg().run(wrong))
                    .isEqualTo(
                            new CommandLineOf.Outcome(
                                    2, "", "Error: " + DiffCommand.FILE_AND_PATH + "\n"));
        }
    }

    private CommandLineOf zomg() {
        return new CommandLineOf(folder).server(server);
    }
}
