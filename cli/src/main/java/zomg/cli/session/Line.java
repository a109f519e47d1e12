package zomg.cli.session;

import java.util.Optional;

/**
 * To the other end, over whatever connection there is; what is sent while there is none is lost.
 */
final class Line implements Peer {

    private volatile Optional<Peer> peer = Optional.empty();

    void connect(Peer now) {
        peer = Optional.of(now);
    }

    void disconnect() {
        peer = Optional.empty();
    }

    boolean isConnected() {
        return peer.isPresent();
    }

    @Override
    public void send(Frame frame) {
        peer.ifPresent(one -> one.send(frame));
    }

    @Override
    public void awaitRoom() {
        peer.ifPresent(Peer::awaitRoom);
    }

    @Override
    public void expectEnd() {
        peer.ifPresent(Peer::expectEnd);
    }

    @Override
    public void end() {
        peer.ifPresent(Peer::end);
    }
}
