package zomg.cli.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;
import zomg.cli.RecordedServer;
import zomg.cli.Zomg;

@Timeout(60)
class TunnelCommandTest {

    private static final Pattern ADDRESS = Pattern.compile("^127\\.0\\.0\\.1:([0-9]+) -> .*");

    @TempDir Path folder;

    /** The command while it runs. */
    private record Led(CompletableFuture<Integer> exit, int port, ByteArrayOutputStream err) {

        Socket connect() throws IOException {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            // No time limit of a test ends a read
            socket.setSoTimeout(30_000);
            return socket;
        }
    }

    private Led lead(TunnelServer server, int remote) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CommandLineOf line = new CommandLineOf(folder).variable("ZOMG_URL", server.url());
        CompletableFuture<Integer> exit =
                CompletableFuture.supplyAsync(
                        () ->
                                Zomg.run(
                                        line.terminal(out, err),
                                        line.environment(),
                                        "tunnel",
                                        "web",
                                        "--remote",
                                        Integer.toString(remote),
                                        "--local",
                                        "0"),
                        TunnelCommandTest::onItsOwn);
        Matcher said = ADDRESS.matcher("");
        while (!said.find()) {
            assertThat(exit).isNotDone();
            LockSupport.parkNanos(1_000_000);
            said = ADDRESS.matcher(out.toString(StandardCharsets.UTF_8));
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "127.0.0.1:%s -> port %d of default:web\n"
                                .formatted(said.group(1), remote));
        return new Led(exit, Integer.parseInt(said.group(1)), err);
    }

    /** The common pool has one thread where there are two processors. */
    private static void onItsOwn(Runnable task) {
        Thread.ofPlatform().daemon().start(task);
    }

    private static byte[] echo(Socket socket, byte[] sent) throws IOException {
        try (socket) {
            CompletableFuture<Void> speaking =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    socket.getOutputStream().write(sent);
                                    socket.shutdownOutput();
                                } catch (IOException broken) {
                                    throw new IllegalStateException(broken);
                                }
                            },
                            TunnelCommandTest::onItsOwn);
            byte[] heard = socket.getInputStream().readAllBytes();
            speaking.join();
            return heard;
        }
    }

    @Test
    void what_is_said_comes_back_until_both_have_ended() throws IOException {
        // A window: the server that is played here knows no bounds
        byte[] sent = new byte[Connection.WINDOW];
        new Random(7).nextBytes(sent);
        try (TunnelServer server = new TunnelServer()) {
            Led led = lead(server, 7);

            assertThat(echo(led.connect(), sent)).isEqualTo(sent);
            assertThat(server.path()).isEqualTo("/v1/projects/default/boxes/web/tunnel");
        }
    }

    @Test
    void many_go_side_by_side() throws IOException {
        try (TunnelServer server = new TunnelServer()) {
            Led led = lead(server, 7);
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < Connections.MOST; i++) {
                sockets.add(led.connect());
            }
            for (int i = 0; i < sockets.size(); i++) {
                byte[] text = ("this is " + i).getBytes(StandardCharsets.UTF_8);
                assertThat(echo(sockets.get(i), text)).isEqualTo(text);
            }
            assertThat(echo(led.connect(), new byte[] {1})).hasSize(1);
        }
    }

    @Test
    void a_connection_to_nobody_ends_and_the_tunnel_goes_on() throws IOException {
        try (TunnelServer server = new TunnelServer()) {
            Led led = lead(server, 9);

            for (int i = 0; i < 3; i++) {
                try (Socket socket = led.connect()) {
                    assertThatThrownBy(() -> socket.getInputStream().read())
                            .isInstanceOf(SocketException.class);
                }
            }
            assertThat(led.exit()).isNotDone();
        }
    }

    @Test
    void the_end_of_the_box_is_the_end() throws IOException {
        try (TunnelServer server = new TunnelServer()) {
            Led led = lead(server, 7);
            try (Socket socket = led.connect()) {
                server.end(TunnelServer.over("box_not_running", "the box has stopped"));

                assertThat(led.exit().join()).isEqualTo(1);
                assertThat(led.err())
                        .hasToString("Error: the box has stopped; the tunnel is closed\n");
                assertThatThrownBy(() -> socket.getInputStream().read())
                        .isInstanceOf(SocketException.class);
            }
        }
    }

    @Test
    void who_is_refused_is_told() {
        try (TunnelServer server = new TunnelServer(TunnelServer.over("busy", "too many"))) {
            assertThat(
                            new CommandLineOf(folder)
                                    .variable("ZOMG_URL", server.url())
                                    .run("tunnel", "web", "--remote", "9", "--local", "0"))
                    .isEqualTo(new Outcome(1, "", "Error: too many\n"));
        }
        try (RecordedServer server = new RecordedServer()) {
            server.refuse(
                    "GET /v1/projects/default/boxes/web/tunnel", 401, "unauthenticated", "no");
            assertThat(
                            new CommandLineOf(folder)
                                    .server(server)
                                    .run("tunnel", "web", "--remote", "9", "--local", "0")
                                    .err())
                    .startsWith("Error: no; ");
        }
    }

    @Test
    void what_cannot_be_listened_on_is_named() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            Outcome outcome = new CommandLineOf(folder).run("tunnel", "web", "--remote", port);

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err())
                    .startsWith("Error: cannot listen on 127.0.0.1:" + port + " (")
                    .endsWith("choose another with --local\n");
        }
    }

    @Test
    void what_cannot_be_meant_is_named() {
        assertThat(new CommandLineOf(folder).run("tunnel", "web", "--local", "70000"))
                .isEqualTo(
                        new Outcome(
                                2,
                                "",
                                "Error: --remote is required; --local must be from 0 to 65535\n"));
    }
}
