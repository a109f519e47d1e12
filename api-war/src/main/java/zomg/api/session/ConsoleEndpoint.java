package zomg.api.session;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** A shell at a terminal of a box. Liberty finds annotated methods in the class itself only. */
@Dependent
@ServerEndpoint(
        value = "/v1/projects/{project}/boxes/{name}/console",
        subprotocols = {Subprotocol.ZOMG_NAME, Subprotocol.KUBERNETES_NAME})
public class ConsoleEndpoint {

    private static final Logger LOG = System.getLogger(ConsoleEndpoint.class.getName());

    @Inject private Opening opening;
    private Optional<Conversation> conversation = Optional.empty();

    @OnOpen
    public void open(Session client) {
        conversation =
                opening.begin(
                        client,
                        () -> Wanted.console(client.getPathParameters(), client.getQueryString()));
    }

    @OnMessage
    public void take(byte[] frame) {
        conversation.ifPresent(one -> one.take(frame));
    }

    @OnClose
    public void close(CloseReason reason) {
        conversation.ifPresent(one -> one.close(reason));
    }

    /** A close follows. */
    @OnError
    public void fail(Throwable failure) {
        LOG.log(Level.DEBUG, "a connection broke", failure);
    }
}
