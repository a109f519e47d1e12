package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertRefused;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.model.box.Box;
import zomg.model.network.TunnelMessage;
import zomg.port.BoxNetwork;
import zomg.port.Tunnel;

/** What all that lead into boxes do. */
public interface BoxNetworkContract {

    int OPEN = 1;
    int DATA = 2;
    int RESET = 4;

    /** Where nobody listens. */
    int CLOSED_PORT = 9;

    Duration PATIENCE = Duration.ofSeconds(20);

    BoxNetwork network();

    Box runningBox();

    Box stoppedBox();

    static byte[] message(int kind, int stream, byte... payload) {
        return ByteBuffer.allocate(5 + payload.length)
                .put((byte) kind)
                .putInt(stream)
                .put(payload)
                .array();
    }

    static TunnelMessage open(int stream, int port) {
        return new TunnelMessage(message(OPEN, stream, (byte) (port >> 8), (byte) port));
    }

    private static byte[] next(Tunnel tunnel) {
        return tunnel.next().orElseThrow().bytes();
    }

    @Test
    default void a_connection_to_nobody_is_reset_and_others_go_on() {
        try (Tunnel tunnel = network().tunnel(runningBox())) {
            tunnel.send(open(3, CLOSED_PORT));
            assertThat(next(tunnel))
                    .isEqualTo(message(RESET, 3, "refused".getBytes(StandardCharsets.US_ASCII)));
            tunnel.send(new TunnelMessage(message(DATA, 3, (byte) 'x')));
            tunnel.send(open(0x01020304, CLOSED_PORT));
            assertThat(next(tunnel)).startsWith(RESET, 1, 2, 3, 4);
        }
    }

    @Test
    default void there_is_no_way_into_a_box_that_does_not_run() {
        assertRefused(ErrorCode.BOX_NOT_RUNNING, () -> network().tunnel(stoppedBox()));
    }

    @Test
    default void who_hangs_up_hears_no_more()
            throws ExecutionException, InterruptedException, TimeoutException {
        try (Tunnel tunnel = network().tunnel(runningBox())) {
            CompletableFuture<Boolean> waiting =
                    CompletableFuture.supplyAsync(() -> tunnel.next().isEmpty());

            tunnel.hangUp();

            assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            tunnel.send(open(1, CLOSED_PORT));
        }
    }

    @Test
    default void what_is_no_message_is_refused() {
        try (Tunnel tunnel = network().tunnel(runningBox())) {
            tunnel.send(new TunnelMessage(message(99, 1)));

            assertRefused(ErrorCode.INVALID_REQUEST, tunnel::next);
        }
    }
}
