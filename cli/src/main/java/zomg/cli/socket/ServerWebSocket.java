package zomg.cli.socket;

import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.Call;
import zomg.cli.support.Dialling;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;
import zomg.cli.support.Server;
import zomg.cli.support.Unreachable;

/** A WebSocket of the server. Reads on the thread that calls {@link #run}. */
public abstract class ServerWebSocket extends WebSocketClient {

    private static final long MOMENT_NANOS = 100_000;

    /** The library says it in words only. */
    private static final Pattern REFUSED =
            Pattern.compile("Invalid status code received: (\\d+) .*");

    private final Http http;
    private final Call call;
    private boolean opened;
    private String closed = "";
    private IOException broken;

    /**
     * @param call where, as a request; it is sent as one only to hear why it was refused
     * @throws Unreachable if nobody answers
     */
    // A factory of sockets would have to make four other kinds; the library keeps no reference
    @SuppressWarnings({"deprecation", "this-escape"})
    protected ServerWebSocket(Http http, Call call, String protocol, int longestMessage) {
        super(
                address(http.server(), call),
                new Draft_6455(List.of(), List.of(new Protocol(protocol)), longestMessage));
        this.http = http;
        this.call = call;
        setSocket(Dialling.to(http.server()));
        setTcpNoDelay(true);
        http.server().token().ifPresent(token -> addHeader("Authorization", "Bearer " + token));
    }

    /** http becomes ws, and https wss. */
    private static URI address(Server server, Call call) {
        return URI.create(
                server.url().toString().replaceFirst("^http", "ws") + call.pathAndQuery());
    }

    /** The socket that it was given looks, if it shall. */
    @Override
    protected void onSetSSLParameters(SSLParameters parameters) {}

    public boolean hasOpened() {
        return opened;
    }

    /**
     * Why it was not opened.
     *
     * @param status says that the server answered with a status of HTTP: server and status
     * @param silent says that it answered otherwise: server
     */
    public RuntimeException refusal(String status, String silent) {
        Matcher refused = REFUSED.matcher(closed);
        if (refused.matches()) {
            return refusal(status, Integer.parseInt(refused.group(1)));
        }
        return Optional.ofNullable(broken)
                .<RuntimeException>map(why -> Unreachable.broken(http.server(), why))
                .orElseGet(() -> Failure.of(silent.formatted(http.server())));
    }

    /**
     * The library drops the body of the answer; asked without a WebSocket the server says it again.
     */
    private RuntimeException refusal(String sentence, int status) {
        try {
            http.send(call, Void.class);
        } catch (ApiFailure why) {
            if (why.status() == status) {
                return why;
            }
        }
        return Failure.of(sentence.formatted(http.server(), status));
    }

    /** Waits until what was sent before is on its way, or the other end is gone. */
    public void awaitRoom() {
        while (isOpen() && hasBufferedData()) {
            LockSupport.parkNanos(MOMENT_NANOS);
        }
    }

    /** What is sent after the end is dropped. */
    protected final void sendIfOpen(ByteBuffer message) {
        try {
            send(message);
        } catch (WebsocketNotConnectedException over) {
            // nobody wants it any more
        }
    }

    /**
     * @param millis that the server may be silent; 0 for ever
     */
    protected final void readWithin(int millis) {
        try {
            getSocket().setSoTimeout(millis);
        } catch (SocketException gone) {
            // the next read says so
        }
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
        opened = true;
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
        closed = reason == null ? "" : reason;
    }

    @Override
    public void onError(Exception failure) {
        if (broken == null && failure instanceof IOException io) {
            broken = io;
        }
    }
}
