package zomg.api.tunnel;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** A way to what listens in a box. */
@Dependent
@ServerEndpoint(
        value = "/v1/projects/{project}/boxes/{name}/tunnel",
        subprotocols = Tunnelling.PROTOCOL)
public class TunnelEndpoint {

    private static final Logger LOG = System.getLogger(TunnelEndpoint.class.getName());

    @Inject private Tunnelling tunnelling;
    private Optional<Passage> passage = Optional.empty();

    @OnOpen
    public void open(Session client) {
        passage = tunnelling.begin(client);
    }

    @OnMessage
    public void take(byte[] message) {
        passage.ifPresent(one -> one.take(message));
    }

    @OnClose
    public void close() {
        passage.ifPresent(Passage::hangUp);
    }

    /** A close follows. */
    @OnError
    public void fail(Throwable failure) {
        LOG.log(Level.DEBUG, "a connection broke", failure);
    }
}
