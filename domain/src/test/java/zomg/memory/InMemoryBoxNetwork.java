package zomg.memory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import zomg.error.ErrorCode;
import zomg.error.InvalidInput;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.network.TunnelMessage;
import zomg.port.BoxEngine;
import zomg.port.BoxNetwork;
import zomg.port.Tunnel;

/** Into boxes where nobody listens. */
public final class InMemoryBoxNetwork implements BoxNetwork {

    private static final int OPEN = 1;
    private static final int RESET = 4;
    private static final int LAST_KIND = 5;
    private static final byte[] REFUSED = "refused".getBytes(StandardCharsets.US_ASCII);

    private final BoxEngine engine;

    public InMemoryBoxNetwork(BoxEngine engine) {
        this.engine = engine;
    }

    @Override
    public Tunnel tunnel(Box box) {
        if (!engine.isRunning(box.uid())) {
            throw new Refusal(ErrorCode.BOX_NOT_RUNNING, "box is not running");
        }
        return new InMemoryTunnel();
    }

    private static final class InMemoryTunnel implements Tunnel {

        private final BlockingQueue<Supplier<Optional<TunnelMessage>>> messages =
                new LinkedBlockingQueue<>();

        @Override
        public Optional<TunnelMessage> next() {
            try {
                return messages.take().get();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }

        @Override
        public void send(TunnelMessage sent) {
            byte[] message = sent.bytes();
            if (message.length == 0 || message[0] < OPEN || message[0] > LAST_KIND) {
                messages.add(
                        () -> {
                            throw InvalidInput.field("message", "must be one");
                        });
            } else if (message[0] == OPEN) {
                byte[] reset =
                        ByteBuffer.allocate(5 + REFUSED.length)
                                .put((byte) RESET)
                                .put(message, 1, 4)
                                .put(REFUSED)
                                .array();
                messages.add(() -> Optional.of(new TunnelMessage(reset)));
            }
        }

        @Override
        public void hangUp() {
            messages.add(Optional::empty);
        }

        @Override
        public void close() {
            hangUp();
        }
    }
}
