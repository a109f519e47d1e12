package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zomg.it.harness.Vitals;

/** Clients that follow the events and do not behave: they cost what they may, and not for ever. */
@ExtendWith(Instance.Shared.class)
class EventStreamsIT {

    private static final Logger LOG = System.getLogger(EventStreamsIT.class.getName());

    /** As many as may, by default. */
    private static final int MOST = 64;

    /** A page of the journal is then more than fits between two sockets many times over. */
    private static final int ENTRIES = 400;

    /** The server gives up a write after 60 s, and notices who is gone when it writes next. */
    private static final Duration GIVEN_UP = Duration.ofMinutes(3);

    /** Until as much was sent as fits between the sockets of all. */
    private static final Duration FILLED = Duration.ofSeconds(45);

    /** Each has a page of entries and the buffers of a connection, and never more than that. */
    private static final long MORE_HEAP_KIB = MOST * 1024L;

    /** Half a minute; who is gone is noticed within 15 s. */
    private static final int TRIES = 300;

    private final Instance zomg;
    private final List<Socket> clients = new ArrayList<>();

    EventStreamsIT(Instance zomg) {
        this.zomg = zomg;
    }

    @AfterEach
    void leave() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
    }

    @Test
    void clients_that_do_not_read_take_neither_memory_nor_their_place_for_ever()
            throws IOException {
        fillJournal();
        long before = Vitals.of(zomg).heapKiB();
        for (int i = 0; i < MOST; i++) {
            deaf();
        }
        boolean full = await(503, FILLED);
        LOG.log(Level.INFO, "all places taken at once: {0}", full); // not on every machine
        assertThat(Vitals.of(zomg).heapKiB() - before).isLessThan(MORE_HEAP_KIB);

        assertThat(zomg.call("GET", "/v1/projects", "").statusCode()).isEqualTo(200);
        assertThat(await(200, GIVEN_UP)).as("a place is free again").isTrue();
    }

    @Test
    void clients_that_are_gone_are_noticed() throws IOException {
        for (int i = 0; i < MOST; i++) {
            Client client = client(0);
            client.write(request("box=nobody", "close"));
            assertThat(client.status()).isEqualTo(200);
        }
        assertThat(status()).isEqualTo(503);

        for (Socket client : clients) {
            client.setSoLinger(true, 0);
            client.close();
        }

        assertThat(await(200, GIVEN_UP)).isTrue();
    }

    @Test
    void the_end_of_the_server_ends_the_streams_and_does_not_wait_for_those_who_do_not_read()
            throws IOException {
        deaf();
        Client follower = client(0);
        follower.write(request("box=nobody", "close"));
        assertThat(follower.status()).isEqualTo(200);
        ProcessHandle server = ProcessHandle.of(zomg.pid()).orElseThrow();

        long begin = System.nanoTime();
        server.destroy();

        assertThat(follower.isEnded()).isTrue();
        while (server.isAlive() && System.nanoTime() - begin < Duration.ofMinutes(1).toNanos()) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        zomg.up().ok();
    }

    private boolean await(int wanted, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        int status = status();
        while (status != wanted && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            status = status();
        }
        return status == wanted;
    }

    /** What the next client is told. */
    private int status() throws IOException {
        try (Client next = open(0)) {
            next.write(request("box=nobody&follow=false", "close"));
            return next.status();
        }
    }

    private String request(String query, String connection) {
        return "GET /v1/events?%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: %s\r\n\r\n"
                .formatted(query, URI.create(zomg.url()).getAuthority(), zomg.token(), connection);
    }

    private void fillJournal() {
        String project = "/v1/projects/" + Instance.name();
        for (int i = 0; i < ENTRIES / 2; i++) {
            assertThat(zomg.call("PUT", project, "{}").statusCode()).isEqualTo(200);
            assertThat(zomg.call("DELETE", project, "").statusCode()).isEqualTo(200);
        }
    }

    /**
     * It asks for the whole journal again and again, and reads nothing of it but that it has a
     * place: while the server has not noticed yet who of a test before is gone, all it asks for
     * could be refused.
     */
    private void deaf() throws IOException {
        String again = request("after=0&follow=false", "keep-alive");
        Client client = client(2048);
        client.write(again);
        for (int left = TRIES; left > 0 && client.status() != 200; left--) {
            client.close();
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            client = client(2048);
            client.write(again);
        }
        Client placed = client;
        Thread.ofPlatform().daemon().start(() -> placed.tryToWrite(again.repeat(1000)));
    }

    /** One that stays until the end of the test. */
    private Client client(int receiveBuffer) throws IOException {
        Client client = open(receiveBuffer);
        clients.add(client.socket);
        return client;
    }

    private Client open(int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        URI url = URI.create(zomg.url());
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), 5_000);
        socket.setSoTimeout(60_000);
        return new Client(socket);
    }

    /** One connection, byte by byte. */
    private static final class Client implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader in;

        Client(Socket socket) throws IOException {
            this.socket = socket;
            this.in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
        }

        void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }

        void tryToWrite(String text) {
            try {
                write(text);
            } catch (IOException _) {
                // The server has had enough.
            }
        }

        int status() throws IOException {
            return Integer.parseInt(in.readLine().split(" ", -1)[1]);
        }

        boolean isEnded() throws IOException {
            String line = in.readLine();
            while (line != null) {
                line = in.readLine();
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
