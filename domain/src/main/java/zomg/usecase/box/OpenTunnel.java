package zomg.usecase.box;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.id.BoxRef;
import zomg.model.network.TunnelMessage;
import zomg.port.BoxNetwork;
import zomg.port.Tunnel;

/** Opens a way to what listens in a box. */
public final class OpenTunnel {

    private final BoxNetwork network;
    private final ShowBox showBox;
    private final Semaphore places;

    /**
     * @param most how many may be open at the same time: each has a thread of the server
     */
    public OpenTunnel(BoxNetwork network, ShowBox showBox, int most) {
        this.network = network;
        this.showBox = showBox;
        this.places = new Semaphore(most);
    }

    /**
     * @throws Refusal BOX_NOT_FOUND, BOX_NOT_RUNNING; BUSY if as many are open as may
     */
    public Tunnel open(BoxRef ref) {
        Box box = showBox.running(ref);
        if (!places.tryAcquire()) {
            throw new Refusal(ErrorCode.BUSY, "as many tunnels are open as may; try again later");
        }
        try {
            return new Placed(network.tunnel(box));
        } catch (RuntimeException | Error failure) {
            places.release();
            throw failure;
        }
    }

    /** Gives its place back, once. */
    private final class Placed implements Tunnel {

        private final Tunnel tunnel;
        private final AtomicBoolean closed = new AtomicBoolean();

        Placed(Tunnel tunnel) {
            this.tunnel = tunnel;
        }

        @Override
        public Optional<TunnelMessage> next() {
            return tunnel.next();
        }

        @Override
        public void send(TunnelMessage message) {
            tunnel.send(message);
        }

        @Override
        public void hangUp() {
            tunnel.hangUp();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                try {
                    tunnel.close();
                } finally {
                    places.release();
                }
            }
        }
    }
}
