package zomg.usecase.box;

import java.util.Optional;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.id.BoxRef;
import zomg.model.network.TunnelMessage;
import zomg.port.BoxNetwork;
import zomg.port.Tunnel;
import zomg.usecase.place.Places;

/** Opens a way to what listens in a box. */
public final class OpenTunnel {

    private final BoxNetwork network;
    private final ShowBox showBox;
    private final Places places;

    /**
     * @param most how many may be open at the same time: each has a thread of the server
     */
    public OpenTunnel(BoxNetwork network, ShowBox showBox, int most) {
        this.network = network;
        this.showBox = showBox;
        this.places = new Places(most, "as many tunnels are open as may; try again later");
    }

    /**
     * @throws Refusal BOX_NOT_FOUND, BOX_NOT_RUNNING; BUSY if as many are open as may
     */
    public Tunnel open(BoxRef ref) {
        Box box = showBox.running(ref);
        return places.keep(place -> new Placed(network.tunnel(box), place));
    }

    /** Gives its place back, once. */
    private static final class Placed implements Tunnel {

        private final Tunnel tunnel;
        private final Places.Place place;

        Placed(Tunnel tunnel, Places.Place place) {
            this.tunnel = tunnel;
            this.place = place;
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
            place.giveBack(tunnel::close);
        }
    }
}
