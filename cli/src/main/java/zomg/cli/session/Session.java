package zomg.cli.session;

import java.net.Socket;
import java.net.URI;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.Dialling;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.Server;
import zomg.cli.support.Unreachable;

/** A command in a box, its input and its output, from its start to its end. */
public final class Session {

    static final String NOT_OPENED =
            "%s answers, but opens no session; is it a zomg server of this version?";
    static final String REFUSED = "%s answered %d instead of opening a session";

    private final Invocation invocation;

    public Session(Invocation invocation) {
        this.invocation = invocation;
    }

    /**
     * @return what the command in the box ended with
     * @throws ApiFailure if the server says no
     * @throws Unreachable if nobody answers; then nothing has run
     * @throws Failure if nobody knows what it ended with
     */
    public int run(Opening opening) {
        Http http = invocation.http();
        Server server = http.server();
        String path = opening.call().pathAndQuery();
        Socket connection = Dialling.to(server);
        // http becomes ws, and https wss
        URI url = URI.create(server.url().toString().replaceFirst("^http", "ws") + path);
        SessionSocket socket = new SessionSocket(url, connection, opening, invocation.terminal());
        server.token().ifPresent(token -> socket.addHeader("Authorization", "Bearer " + token));
        socket.run();
        if (invocation.isDebug()) {
            invocation
                    .terminal()
                    .err()
                    .println(path + ": " + (socket.hasOpened() ? "opened" : "refused"));
        }
        if (socket.hasOpened()) {
            return socket.conversation().exitCode();
        }
        if (socket.refusal().isPresent()) {
            throw refusal(http, opening, socket.refusal().get());
        }
        throw socket.broken()
                .<RuntimeException>map(broken -> Unreachable.broken(server, broken))
                .orElseGet(() -> Failure.of(NOT_OPENED.formatted(server)));
    }

    /**
     * The library drops the body of the answer; asked without a WebSocket the server says it again.
     */
    private static RuntimeException refusal(Http http, Opening opening, int status) {
        try {
            http.send(opening.call(), Void.class);
        } catch (ApiFailure why) {
            if (why.status() == status) {
                return why;
            }
        }
        return Failure.of(REFUSED.formatted(http.server(), status));
    }
}
