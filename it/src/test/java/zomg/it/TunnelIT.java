package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** From this machine to what listens in a box on its own 127.0.0.1. */
@ExtendWith(Instance.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TunnelIT {

    private static final int MANY = 50;
    private static final int BYTES = 50 * 1024 * 1024;
    private static final int PART = 64 * 1024;

    /** Answers each connection by what its first line asks for. */
    private static final String SERVER =
            """
            import hashlib, socket, threading
            def serve(one):
                lines = one.makefile("rb")
                word = lines.readline().split()
                if word[0] == b"echo":
                    data = lines.read(PART)
                    while data:
                        one.sendall(data)
                        data = lines.read(PART)
                elif word[0] == b"hash":
                    digest = hashlib.sha256()
                    data = lines.read(PART)
                    while data:
                        digest.update(data)
                        data = lines.read(PART)
                    one.sendall(digest.hexdigest().encode())
                elif word[0] == b"send":
                    for _ in range(int(word[1])):
                        one.sendall(b"x" * PART)
                elif word[0] == b"deaf":
                    threading.Event().wait(300)
                lines.close()
                one.close()
            PART = 65536
            listening = socket.create_server(("127.0.0.1", 7777), backlog=512)
            while True:
                one, _ = listening.accept()
                threading.Thread(target=serve, args=(one,), daemon=True).start()
            """;

    private final Instance zomg;
    private String box;
    private Running tunnel;
    private int port;

    TunnelIT(Instance zomg) {
        this.zomg = zomg;
    }

    @BeforeAll
    void create() {
        box = zomg.created();
        zomg.zomg("exec", box, "--bg", "--", "python3", "-c", SERVER).ok();
        zomg.zomg(
                        "exec",
                        box,
                        "--bg",
                        "--cwd",
                        "/etc",
                        "--",
                        "python3",
                        "-m",
                        "http.server",
                        "--bind",
                        "127.0.0.1",
                        "8000")
                .ok();
        awaitListening(7777);
        awaitListening(8000);
        tunnel = lead(box, "7777");
        port = port(tunnel);
    }

    @AfterAll
    void end() {
        tunnel.close();
    }

    private void awaitListening(int listening) {
        String line = " 0100007F:%04X ".formatted(listening);
        String table = "";
        for (int left = 100; left > 0 && !table.contains(line); left--) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            table = zomg.zomg("exec", box, "--", "cat", "/proc/net/tcp").ok();
        }
        assertThat(table).contains(line);
    }

    private Running lead(String to, String remote) {
        return zomg.start("tunnel", to, "--remote", remote, "--local", "0");
    }

    private static int port(Running running) {
        return Integer.parseInt(running.awaitOut("^127\\.0\\.0\\.1:([0-9]+) -> port "));
    }

    private Socket ask(String line) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void a_web_server_of_a_box_is_reached() throws IOException, InterruptedException {
        try (Running web = lead(box, "8000");
                HttpClient client = HttpClient.newHttpClient()) {
            URI hostname = URI.create("http://127.0.0.1:%d/hostname".formatted(port(web)));

            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(hostname).timeout(Duration.ofMinutes(1)).build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            web.signal("INT");
            assertThat(web.exit()).isEqualTo(130);
        }
    }

    @Test
    void many_connections_go_side_by_side() {
        List<CompletableFuture<byte[]>> all =
                IntStream.range(0, MANY)
                        .mapToObj(
                                one ->
                                        CompletableFuture.supplyAsync(
                                                () -> echo("this is " + one),
                                                task -> Thread.ofVirtual().start(task)))
                        .toList();
        for (int one = 0; one < MANY; one++) {
            assertThat(new String(all.get(one).join(), StandardCharsets.UTF_8))
                    .isEqualTo("this is " + one);
        }
    }

    private byte[] echo(String text) {
        try (Socket socket = ask("echo")) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return socket.getInputStream().readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void fifty_megabytes_arrive_whole_in_either_direction() throws IOException {
        byte[] sent = new byte[BYTES];
        new Random(9).nextBytes(sent);
        long begin = System.nanoTime();
        try (Socket socket = ask("hash")) {
            socket.getOutputStream().write(sent);
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(sha256(sent));
        }
        tell("there", begin);
        begin = System.nanoTime();
        try (Socket socket = ask("send " + BYTES / PART)) {
            assertThat(sha256(socket.getInputStream().readAllBytes()))
                    .isEqualTo(sha256("x".repeat(BYTES).getBytes(StandardCharsets.US_ASCII)));
        }
        tell("back", begin);
        try (Socket socket = ask("echo")) {
            CompletableFuture<Void> speaking =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    OutputStream out = socket.getOutputStream();
                                    out.write(sent);
                                    socket.shutdownOutput();
                                } catch (IOException failure) {
                                    throw new UncheckedIOException(failure);
                                }
                            });
            assertThat(sha256(socket.getInputStream().readAllBytes())).isEqualTo(sha256(sent));
            speaking.join();
        }
    }

    private static void tell(String direction, long begin) {
        System.getLogger(TunnelIT.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "50 MiB {0}: {1} ms",
                        direction,
                        (System.nanoTime() - begin) / 1_000_000);
    }

    @Test
    void who_does_not_read_keeps_nobody_waiting() throws IOException {
        try (Socket slow = ask("send 1000");
                Socket deaf = ask("deaf")) {
            CompletableFuture<Void> filling =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    deaf.getOutputStream().write(new byte[BYTES]);
                                } catch (IOException closed) {
                                    // at the end of the test
                                }
                            });
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));

            assertThat(echo("hello")).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
            try (Socket fast = ask("send 100")) {
                assertThat(fast.getInputStream().readAllBytes()).hasSize(100 * PART);
            }

            assertThat(filling).isNotDone();
            assertThat(slow.getInputStream().readAllBytes()).hasSize(1000 * PART);
        }
    }

    @Test
    void a_connection_to_nobody_is_reset_and_no_other() throws IOException, InterruptedException {
        try (Running nobody = lead(box, "9")) {
            for (int one = 0; one < 3; one++) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(nobody))) {
                    InputStream in = socket.getInputStream();
                    assertThatThrownBy(in::read).isInstanceOf(IOException.class);
                }
            }
            nobody.signal("TERM");
            assertThat(nobody.exit()).isEqualTo(143);
        }
        assertThat(echo("still there")).isNotEmpty();
    }

    @Test
    void a_server_on_the_other_loopback_address_is_reached() throws IOException {
        zomg.zomg(
                        "exec",
                        box,
                        "--bg",
                        "--",
                        "python3",
                        "-m",
                        "http.server",
                        "--bind",
                        "::1",
                        "8001")
                .ok();
        try (Running web = lead(box, "8001")) {
            String answer = "";
            for (int left = 100; left > 0 && !answer.startsWith("HTTP/1.0 200"); left--) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                answer = headOf(port(web));
            }
            assertThat(answer).startsWith("HTTP/1.0 200");
        }
    }

    private static String headOf(int where) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), where)) {
            socket.getOutputStream()
                    .write("HEAD / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException reset) {
            return "";
        }
    }

    @Test
    void a_box_that_stops_ends_its_tunnel() throws InterruptedException {
        String other = zomg.created();
        try (Running running = lead(other, "80")) {
            port(running);
            zomg.zomg("stop", other).ok();

            assertThat(running.exit()).isEqualTo(1);
            assertThat(running.err())
                    .isEqualTo("Error: the box has stopped; the tunnel is closed\n");
        }
        zomg.zomg("resume", other).ok();
        try (Running running = lead(other, "80")) {
            port(running);
            zomg.zomg("delete", "-f", other).ok();

            assertThat(running.exit()).isEqualTo(1);
        }
        Shell.Result gone = zomg.zomg("tunnel", other, "--remote", "80", "--local", "0");
        assertThat(gone.err())
                .isEqualTo("Error: there is no box %s in project default\n".formatted(other));
        assertThat(gone.exit()).isEqualTo(1);
    }
}
