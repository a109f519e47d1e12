package zomg.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignOfLifeTest {

    private final BlockingQueue<Frame> sent = new LinkedBlockingQueue<>();

    private final Peer peer =
            new Peer() {
                @Override
                public void send(Frame frame) {
                    sent.add(frame);
                }

                @Override
                public void awaitRoom() {}

                @Override
                public void expectEnd() {}

                @Override
                public void end() {}
            };

    @Test
    void a_frame_that_changes_nothing_is_said_again_and_again() throws InterruptedException {
        try (SignOfLife ignored = new SignOfLife(peer, Duration.ofMillis(5))) {
            assertThat(ignored).isNotNull();
            for (int count = 0; count < 3; count++) {
                Frame frame = sent.poll(10, TimeUnit.SECONDS);
                assertThat(frame).isNotNull();
                assertThat(frame.channel()).isEqualTo(Frame.CONTROL);
                assertThat(frame.bytes()).asString().isEqualTo("{}");
            }
        }
    }
}
