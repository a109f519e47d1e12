package zomg.cli.box;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;
import zomg.cli.session.SessionServer;

/** At a real terminal, which {@code script} makes. */
@Timeout(60)
class ConsoleCommandTest {

    private static final String PROMPT = "web$ ";

    /** Waits for a file to change the terminal's size. */
    private static final String BEFORE =
            "stty rows 50 cols 132; (while [ -d . ] && [ ! -e resize ]; do sleep 0.05; done;"
                    + " stty -F /dev/tty cols 99) 2>/dev/null & ";

    private static final String AFTER =
            "; echo code=$? $(stty -a | grep -ow -e '-*icanon' -e '-*echo') ''; kill $! 2>/dev/null";

    @TempDir Path folder;

    private final SessionServer server = new SessionServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Types {@code keys} when there is a prompt, and gives back all that the terminal showed. */
    private String atTerminal(String keys, String... arguments)
            throws IOException, InterruptedException {
        String zomg =
                Stream.concat(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin/java")
                                                .toString(),
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        "zomg.cli.Zomg"),
                                Stream.of(arguments))
                        .map(ConsoleCommandTest::quoted)
                        .collect(Collectors.joining(" "));
        String line = BEFORE + zomg + AFTER;
        ProcessBuilder script = new ProcessBuilder("script", "-qec", line, "/dev/null");
        script.environment()
                .putAll(
                        Map.of(
                                "ZOMG_URL",
                                server.url(),
                                "ZOMG_RECONNECT",
                                "0",
                                "ZOMG_RUN_DIR",
                                folder.toString(),
                                "HOME",
                                folder.toString(),
                                "SHELL",
                                "/bin/sh",
                                "TERM",
                                "vt220"));
        Process process = script.directory(folder.toFile()).redirectErrorStream(true).start();
        StringBuilder said = new StringBuilder();
        boolean typed = false;
        try (Reader screen =
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
                OutputStream keyboard = process.getOutputStream()) {
            for (int one = screen.read(); one >= 0; one = screen.read()) {
                said.append((char) one);
                if (!typed && said.toString().endsWith(PROMPT)) {
                    typed = true;
                    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
                    keyboard.flush();
                }
            }
        }
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return said.toString();
    }

    @Test
    void every_key_goes_to_the_box_and_the_terminal_is_as_before()
            throws IOException, InterruptedException {
        server.begins(client -> client.greet().out(PROMPT))
                .reads(
                        (client, all) -> {
                            if (all.endsWith("\r")) {
                                client.out("bye\r\n").exit(5);
                            }
                        });

        String screen = atTerminal("a\3\32\34é\r", "console", "web", "--user", "ann");

        assertThat(screen).isEqualTo(PROMPT + "bye\r\ncode=5 icanon echo \r\n");
        assertThat(server.stdin()).asString().isEqualTo("a\3\32\34é\r");
        assertThat(server.path()).isEqualTo("/v1/projects/default/boxes/web/console?user=ann");
        assertThat(server.frames())
                .startsWith("5 {\"env\":{\"TERM\":\"vt220\"}}", "4 {\"Width\":132,\"Height\":50}");
    }

    @Test
    void another_size_of_the_terminal_is_told() throws IOException, InterruptedException {
        server.begins(client -> client.greet().out(PROMPT))
                .reads((_, _) -> resize())
                .hears(
                        (client, frame) -> {
                            if (frame.equals("4 {\"Width\":99,\"Height\":50}")) {
                                client.exit(0);
                            }
                        });

        assertThat(atTerminal("x", "console", "web")).contains("code=0");
    }

    private void resize() {
        try {
            Files.createFile(folder.resolve("resize"));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Test
    void a_lost_connection_gives_the_terminal_back_before_it_is_said()
            throws IOException, InterruptedException {
        server.begins(client -> client.greet().out(PROMPT)).reads((client, _) -> client.drop());

        assertThat(atTerminal("x", "console", "web"))
                .isEqualTo(
                        PROMPT
                                + "Error: the connection to the server was lost; nobody saw the"
                                + " exit status\r\ncode=255 icanon echo \r\n");
    }

    @Test
    void a_refusal_does_not_touch_the_terminal() throws IOException, InterruptedException {
        server.begins(client -> client.refuse("box_not_found", "there is no box web", 404));

        assertThat(atTerminal("", "console", "web"))
                .isEqualTo("Error: there is no box web\r\ncode=1 icanon echo \r\n");
    }

    @Test
    void a_command_at_a_terminal_gets_one() throws IOException, InterruptedException {
        server.begins(client -> client.greet().out("top").exit(0));

        atTerminal("", "exec", "web", "-e", "TERM=dumb", "--", "top");

        assertThat(server.path())
                .isEqualTo(
                        "/v1/projects/default/boxes/web/exec/ws?command=top&stdin=true&tty=true");
        assertThat(server.frames()).startsWith("5 {\"env\":{\"TERM\":\"dumb\"}}");
    }

    @Test
    void it_needs_a_terminal() {
        assertThat(new CommandLineOf(folder).run("console", "web"))
                .isEqualTo(new Outcome(2, "", "Error: console needs a terminal; use zomg exec\n"));
    }
}
