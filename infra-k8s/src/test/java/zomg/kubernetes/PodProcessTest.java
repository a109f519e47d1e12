package zomg.kubernetes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

final class PodProcessTest {

    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int STATUS = 3;

    private final ScheduledThreadPoolExecutor pulse = new ScheduledThreadPoolExecutor(1);
    private final FakeSocket socket = new FakeSocket();
    private final PodProcess process = new PodProcess(pulse, Duration.ofMinutes(1));

    /** What would be asked for, and sent. */
    private static final class FakeSocket implements WebSocket {

        private final List<byte[]> sent = new ArrayList<>();
        private long requested;
        private boolean isClosed;
        private boolean isAborted;

        @Override
        public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            sent.add(bytes);
            return CompletableFuture.completedFuture(this);
        }

        @Override
        public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
            return CompletableFuture.completedFuture(this);
        }

        @Override
        public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
            return CompletableFuture.completedFuture(this);
        }

        @Override
        public CompletableFuture<WebSocket> sendClose(int code, String reason) {
            isClosed = true;
            return CompletableFuture.completedFuture(this);
        }

        @Override
        public void request(long count) {
            requested += count;
        }

        @Override
        public String getSubprotocol() {
            return "";
        }

        @Override
        public boolean isOutputClosed() {
            return isClosed;
        }

        @Override
        public boolean isInputClosed() {
            return false;
        }

        @Override
        public void abort() {
            isAborted = true;
        }
    }

    @BeforeEach
    void open() {
        process.onOpen(socket);
        process.opened(socket);
    }

    @AfterEach
    void close() {
        process.close();
        pulse.shutdownNow();
    }

    private void say(int channel, String text) {
        sayPart(channel, text, true);
    }

    private void sayPart(int channel, String text, boolean last) {
        byte[] bytes = ((char) channel + text).getBytes(US_ASCII);
        assertThat(process.onBinary(socket, ByteBuffer.wrap(bytes), last)).isNull();
    }

    private void end() {
        process.onClose(socket, WebSocket.NORMAL_CLOSURE, "");
    }

    private String heard() throws IOException {
        try (InputStream output = process.output()) {
            return new String(output.readAllBytes(), US_ASCII);
        }
    }

    @Test
    void the_output_ends_when_the_cluster_says_so() throws IOException {
        say(STDOUT, "");
        say(STDOUT, "one");
        sayPart(STDOUT, "tw", false);
        process.onBinary(socket, ByteBuffer.wrap("o, and".getBytes(US_ASCII)), false);
        process.onBinary(socket, ByteBuffer.wrap(" three".getBytes(US_ASCII)), true);
        say(STDERR, "not a frame");
        sayPart(STATUS, "{\"metadata\":{},", false);
        process.onBinary(
                socket, ByteBuffer.wrap("\"status\":\"Success\"}".getBytes(US_ASCII)), true);
        end();

        assertThat(heard()).isEqualTo("onetwo, and three");
    }

    @Test
    void an_exit_code_of_the_runner_is_an_end() throws IOException {
        say(STDOUT, "failed");
        say(
                STATUS,
                "{\"status\":\"Failure\",\"message\":\"exit code 1\",\"reason\":\"NonZeroExitCode\"}");
        end();

        assertThat(heard()).isEqualTo("failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "{}",
                "{\"status\":\"Failure\",\"reason\":\"InternalError\",\"message\":\"no such program\"}"
            })
    void what_ends_without_the_word_of_an_end_is_a_failure(String status) throws IOException {
        say(STDOUT, "half a fra");
        say(STATUS, status);
        end();
        InputStream output = process.output();
        assertThat(output.readNBytes(10)).hasSize(10);

        assertThatThrownBy(output::read)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal ->
                                assertThat(refusal.code()).isEqualTo(ErrorCode.ENGINE_UNAVAILABLE))
                .hasMessageContaining("nobody knows");
    }

    @Test
    void an_end_of_our_own_is_just_that() throws IOException {
        process.kill();

        assertThat(socket.isAborted).isTrue();
        assertThat(heard()).isEmpty();
        assertThatThrownBy(() -> process.input().write(1)).isInstanceOf(IOException.class);
    }

    @Test
    void not_more_is_asked_for_than_was_read() throws IOException {
        long ahead = socket.requested;
        say(STDOUT, "one");
        say(STDOUT, "two");
        assertThat(socket.requested).isEqualTo(ahead);
        InputStream output = process.output();

        assertThat(output.readNBytes(3)).hasSize(3);
        assertThat(socket.requested).isEqualTo(ahead + 1);
        process.onPong(socket, ByteBuffer.allocate(0));
        assertThat(socket.requested).isEqualTo(ahead + 2);
    }

    @Test
    void what_is_written_goes_in_messages_of_bounded_size() throws IOException {
        process.input().write(new byte[150_000]);

        assertThat(socket.sent)
                .extracting(message -> message.length)
                .containsExactly(65_537, 65_537, 18_929);
        assertThat(socket.sent).allSatisfy(message -> assertThat(message[0]).isZero());
    }
}
