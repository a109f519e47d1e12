package zomg.api.tunnel;

import jakarta.websocket.Session;
import java.util.Map;
import java.util.Optional;
import zomg.api.session.StatusJson;
import zomg.api.socket.ClientSocket;
import zomg.api.socket.Heartbeat;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.usecase.box.OpenTunnel;
import zomg.usecase.setup.SetUpMachine;
import zomg.usecase.setup.Setup;

/** What the endpoint needs to begin. */
public final class Tunnelling {

    static final String PROTOCOL = "v1.tunnel.zomg";

    /** Of one message; the protocol has half of it. */
    private static final int MAX_MESSAGE = 64 * 1024;

    private final OpenTunnel openTunnel;
    private final Setup setup;
    private final Heartbeat heartbeat;

    public Tunnelling(OpenTunnel openTunnel, Setup setup, Heartbeat heartbeat) {
        this.openTunnel = openTunnel;
        this.setup = setup;
        this.heartbeat = heartbeat;
    }

    /**
     * A passage for {@code client}; empty if it was refused, and told why in a last message: it
     * sees no answer that is none of a WebSocket.
     */
    Optional<Passage> begin(Session client) {
        ClientSocket.prepare(client, MAX_MESSAGE);
        try {
            requireProtocol(client.getNegotiatedSubprotocol());
            BoxRef box = box(client.getPathParameters());
            setup.require(SetUpMachine.BOXES);
            return Optional.of(new Passage(client, openTunnel.open(box), heartbeat));
        } catch (Refusal refusal) {
            ClientSocket.refuse(client, Passage.message(Passage.OVER, StatusJson.of(refusal)));
            return Optional.empty();
        }
    }

    private static void requireProtocol(String negotiated) {
        if (!PROTOCOL.equals(negotiated)) {
            throw new Refusal(
                    ErrorCode.INVALID_REQUEST, "the subprotocol %s is needed".formatted(PROTOCOL));
        }
    }

    private static BoxRef box(Map<String, String> path) {
        return new BoxRef(new ProjectName(path.get("project")), new BoxName(path.get("name")));
    }
}
