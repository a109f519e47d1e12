package zomg.api.session;

import java.util.Optional;
import java.util.function.Supplier;
import zomg.api.socket.ClientSocket;
import zomg.api.socket.Heartbeat;
import zomg.error.Refusal;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.OutputOffsets;
import zomg.model.exec.SessionTerms;
import zomg.model.id.BoxRef;
import zomg.model.id.Uid;
import zomg.port.Session;
import zomg.usecase.box.OpenSession;
import zomg.usecase.setup.SetUpMachine;
import zomg.usecase.setup.Setup;

/** What all endpoints need to begin a conversation. */
public final class Opening {

    /** Of one message. */
    private static final int MAX_FRAME = 1024 * 1024;

    private final OpenSession openSession;
    private final Setup setup;
    private final Heartbeat heartbeat;

    public Opening(OpenSession openSession, Setup setup, Heartbeat heartbeat) {
        this.openSession = openSession;
        this.setup = setup;
        this.heartbeat = heartbeat;
    }

    /**
     * A conversation with {@code client}; empty if it was refused, and told why in a last frame: it
     * sees no answer that is none of a WebSocket.
     */
    Optional<Conversation> begin(jakarta.websocket.Session client, Supplier<Wanted> wanted) {
        ClientSocket.prepare(client, MAX_FRAME);
        try {
            Subprotocol subprotocol = Subprotocol.of(client.getNegotiatedSubprotocol());
            return Optional.of(new Conversation(client, subprotocol, wanted.get(), this));
        } catch (Refusal refusal) {
            ClientSocket.refuse(client, Channel.frame(Channel.STATUS, StatusJson.of(refusal)));
            return Optional.empty();
        }
    }

    Session open(BoxRef box, ExecRequest request, SessionTerms terms) {
        setup.require(SetUpMachine.BOXES);
        return openSession.open(box, request, terms);
    }

    Session join(BoxRef box, Uid session, Optional<OutputOffsets> has) {
        setup.require(SetUpMachine.BOXES);
        return openSession.join(box, session, has);
    }

    Heartbeat heartbeat() {
        return heartbeat;
    }
}
