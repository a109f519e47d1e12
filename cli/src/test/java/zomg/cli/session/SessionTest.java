package zomg.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;
import zomg.cli.RecordedServer;

@Timeout(30)
class SessionTest extends SessionCase {

    private static final String PATH =
            "/v1/projects/default/boxes/web/exec/ws?command=cat&stdin=true&tty=false";

    @Test
    void the_environment_is_said_first_and_the_end_of_stdin_last() {
        server.begins(SessionServer.Client::greet).stdinEnds(client -> client.exit(0));

        Outcome outcome =
                commandLine().input("a\nb").run("exec", "web", "-e", "A=é \"", "--", "cat");

        assertThat(outcome).isEqualTo(new Outcome(0, "", ""));
        assertThat(server.frames()).containsExactly("5 {\"env\":{\"A\":\"é \\\"\"}}", "255 0");
        assertThat(server.stdin()).asString().isEqualTo("a\nb");
        assertThat(server.path()).isEqualTo(PATH);
    }

    @Test
    void a_command_that_is_too_long_for_an_address_is_said_with_the_environment() {
        String script = "true; ".repeat(400);
        server.begins(SessionServer.Client::greet).stdinEnds(client -> client.exit(0));

        Outcome outcome = commandLine().run("exec", "web", "--", "sh", "-c", script);

        assertThat(outcome).isEqualTo(new Outcome(0, "", ""));
        assertThat(server.frames().getFirst())
                .isEqualTo("5 {\"env\":{},\"command\":[\"sh\",\"-c\",\"%s\"]}".formatted(script));
        assertThat(server.path())
                .isEqualTo("/v1/projects/default/boxes/web/exec/ws?stdin=true&tty=false");
    }

    @Test
    void the_server_is_told_the_token_and_no_origin() {
        cat();

        assertThat(server.headers())
                .containsEntry("authorization", "Bearer secret")
                .containsEntry("sec-websocket-protocol", "v1.exec.zomg")
                .doesNotContainKey("origin");
    }

    @Test
    void output_goes_where_it_belongs() {
        server.begins(client -> client.greet().out("one ").err("two\n").out("three").exit(0));

        assertThat(cat()).isEqualTo(new Outcome(0, "one three", "two\n"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 137, 255})
    void the_exit_code_is_the_commands_own(int code) {
        server.begins(client -> client.greet().exit(code));

        assertThat(cat()).isEqualTo(new Outcome(code, "", ""));
    }

    @Test
    void much_output_comes_through_whole() {
        byte[] part = new byte[64 * 1024];
        new Random(1).nextBytes(part);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        server.begins(
                client -> {
                    client.greet();
                    while (all.size() < TEN_MEGABYTES) {
                        all.writeBytes(part);
                        client.say(1, part);
                    }
                    client.exit(0);
                });
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThat(cat(InputStream.nullInputStream(), out)).isZero();

        assertThat(out.toByteArray()).isEqualTo(all.toByteArray());
    }

    @Test
    void much_input_comes_through_whole_in_frames_that_are_not_too_long() {
        byte[] given = new byte[TEN_MEGABYTES];
        new Random(2).nextBytes(given);
        server.begins(SessionServer.Client::greet).stdinEnds(client -> client.exit(0));

        assertThat(cat(new ByteArrayInputStream(given), OutputStream.nullOutputStream())).isZero();

        assertThat(server.stdin()).isEqualTo(given);
        assertThat(server.longestFrame()).isLessThanOrEqualTo(32 * 1024);
    }

    @Test
    void a_command_that_ends_does_not_wait_for_input() throws IOException {
        server.begins(client -> client.greet().exit(3));

        try (PipedOutputStream quiet = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(quiet)) {
            assertThat(cat(in, OutputStream.nullOutputStream())).isEqualTo(3);
        }
    }

    @Test
    void a_refusal_is_a_sentence() {
        server.begins(
                client ->
                        client.refuse(
                                "box_not_found", "there is no box web in project default", 404));

        assertThat(cat())
                .isEqualTo(new Outcome(1, "", "Error: there is no box web in project default\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec_timeout", "answer_lost"})
    void where_it_may_have_run_a_refusal_is_no_answer(String reason) {
        server.begins(client -> client.refuse(reason, "it was killed", 504));

        assertThat(cat()).isEqualTo(new Outcome(255, "", "Error: it was killed\n"));
    }

    @Test
    void what_started_may_have_run() {
        server.begins(
                client -> client.greet().out("half").refuse("box_stopped", "it stopped", 409));

        assertThat(cat()).isEqualTo(new Outcome(255, "half", "Error: it stopped\n"));
    }

    @Test
    void a_lost_connection_is_never_success() {
        server.begins(client -> client.greet().out("half")).stdinEnds(SessionServer.Client::drop);

        assertThat(cat()).isEqualTo(new Outcome(255, "half", "Error: " + Conversation.LOST + "\n"));
    }

    @Test
    void an_end_without_a_status_is_never_success() {
        server.begins(client -> client.greet().socket().close(1000));

        assertThat(cat()).isEqualTo(new Outcome(255, "", "Error: " + Conversation.LOST + "\n"));
    }

    @Test
    void what_is_not_the_protocol_is_said() {
        String error = "Error: " + Conversation.NOT_UNDERSTOOD + "\n";

        server.begins(client -> client.greet().socket().send("text"));
        assertThat(cat()).isEqualTo(new Outcome(255, "", error));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON",
                "{\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\"}",
                "{\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\",\"details\":"
                        + "{\"causes\":[{\"reason\":\"ExitCode\",\"message\":\"seven\"}]}}"
            })
    void a_status_that_says_no_exit_code_is_never_success(String status) {
        server.begins(client -> client.greet().say(3, status));

        assertThat(cat())
                .isEqualTo(new Outcome(255, "", "Error: " + Conversation.NOT_UNDERSTOOD + "\n"));
    }

    @Test
    void channels_of_newer_servers_are_not_heard() {
        server.begins(
                client ->
                        client.say(9, "new")
                                .say(5, "{\"later\":true}")
                                .greet()
                                .say(77, "newer")
                                .out("out")
                                .exit(0));

        assertThat(cat()).isEqualTo(new Outcome(0, "out", ""));
    }

    @Test
    void a_server_that_does_not_close_is_not_waited_for() {
        server.begins(client -> client.greet().say(3, "{\"status\":\"Success\"}"));

        assertThat(cat().exitCode()).isZero();
    }

    @Test
    void signals_are_the_commands() {
        server.begins(
                        client -> {
                            client.greet();
                            client.out("ready");
                        })
                .hears(
                        (client, frame) -> {
                            if (frame.contains("signal")) {
                                client.exit(128 + 15);
                            }
                        });
        OutputStream raising =
                new OutputStream() {
                    @Override
                    public void write(int one) {
                        raise("TERM");
                    }

                    @Override
                    public void write(byte[] bytes, int start, int length) {
                        raise("TERM");
                    }
                };

        assertThat(cat(InputStream.nullInputStream(), raising)).isEqualTo(128 + 15);

        assertThat(server.frames()).contains("5 {\"signal\":\"TERM\"}");
    }

    private static void raise(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            signal.getMethod("raise", signal)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void who_reads_no_more_ends_it() {
        server.begins(client -> client.greet().out("one"));
        OutputStream closed =
                new OutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                };

        assertThat(cat(InputStream.nullInputStream(), closed)).isEqualTo(128 + 13);
    }

    @Test
    void a_server_that_asks_who_is_there_is_answered_as_ever() {
        try (RecordedServer other = new RecordedServer()) {
            other.refuse("GET " + PATH, 401, "unauthenticated", "a token is missing");

            Outcome outcome =
                    new CommandLineOf(folder).server(other).run("exec", "web", "--", "cat");

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err())
                    .startsWith("Error: a token is missing; run sudo zomg up to get a token");
        }
    }

    @Test
    void a_server_without_sessions_is_named() {
        try (RecordedServer other = new RecordedServer()) {
            other.with("GET " + PATH, 200, "text/html", "<h1>It works!</h1>");

            assertThat(new CommandLineOf(folder).server(other).run("exec", "web", "--", "cat"))
                    .isEqualTo(
                            new Outcome(
                                    1,
                                    "",
                                    "Error: %s answered 200 instead of opening a session\n"
                                            .formatted(other.url())));
        }
    }

    @Test
    void nobody_there_is_said_as_ever() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        String url = "http://127.0.0.1:" + free;

        CommandLineOf zomg = new CommandLineOf(folder).variable("ZOMG_URL", url);

        assertThat(zomg.run("exec", "web", "--", "cat"))
                .isEqualTo(zomg.run("show", "web"))
                .isEqualTo(
                        new Outcome(
                                1,
                                "",
                                "Error: nobody answers at %s (Connection refused); see: zomg status\n"
                                        .formatted(url)));
    }
}
