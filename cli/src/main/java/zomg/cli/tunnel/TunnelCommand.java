package zomg.cli.tunnel;

import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.BoxRef;
import zomg.cli.support.Call;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class TunnelCommand extends Command {

    static final String NO_REMOTE = "--remote is required";
    static final String NO_PORT = "%s must be from %d to 65535";
    static final String NOT_LISTENING = "cannot listen on %s (%s); choose another with --local";
    static final String NO_ADDRESS = "%s is not an address of this machine";
    static final String READY = "%s -> port %d of %s:%s";
    static final String HOW_TO_END = "Press Ctrl+C to stop the tunnel.";
    static final String LOST = "the connection to the server was lost; the tunnel is closed";
    static final String CLOSED = "%s; the tunnel is closed";
    static final String NOT_OPENED =
            "%s answers, but opens no tunnel; is it a zomg server of this version?";
    static final String REFUSED = "%s answered %d instead of opening a tunnel";

    private static final int MAX_PORT = 65_535;
    private static final int BACKLOG = 512;

    private final Value<String> box = parameter("BOX", "NAME, PROJECT:NAME, PROJECT.NAME or .");
    private final Value<Integer> remote =
            number("PORT", "What is listened on in the box, if only on 127.0.0.1.", "--remote");
    private final Value<Integer> local =
            number("PORT", "Where to listen here; else the same, 0 for any.", "--local");
    private final Value<String> bind =
            option("ADDRESS", "Of this machine; else 127.0.0.1.", "--bind");
    private final ProjectOption project = new ProjectOption(this);

    private final Invocation invocation;

    private BoxRef ref;
    private ServerSocket listening;
    private TunnelSocket socket;
    private Connections connections;
    private boolean begun;
    private RuntimeException end = Failure.of(LOST);

    public TunnelCommand(Invocation invocation) {
        super(
                "tunnel",
                "Lead a port of this machine to a port in a box, until Ctrl+C.",
                "zomg tunnel web --remote 80 --local 8080",
                "",
                "Reaches servers that listen on 127.0.0.1 of the box only.");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        requireOptions();
        ref = invocation.box(box.get(), project);
        try (ServerSocket listener = listen()) {
            listening = listener;
            throw lead();
        } catch (IOException unlikely) {
            throw Failure.of(unlikely.getMessage());
        }
    }

    private void requireOptions() {
        List<String> problems = new ArrayList<>();
        if (remote.get() == null) {
            problems.add(NO_REMOTE);
        } else if (remote.get() < 1 || remote.get() > MAX_PORT) {
            problems.add(NO_PORT.formatted("--remote", 1));
        }
        if (local.get() != null && (local.get() < 0 || local.get() > MAX_PORT)) {
            problems.add(NO_PORT.formatted("--local", 0));
        }
        if (!problems.isEmpty()) {
            throw Failure.usage(problems);
        }
    }

    private ServerSocket listen() throws IOException {
        int port = local.get() == null ? remote.get() : local.get();
        InetSocketAddress address = new InetSocketAddress(address(), port);
        ServerSocket listener = new ServerSocket();
        try {
            listener.bind(address, BACKLOG);
            return listener;
        } catch (IOException taken) {
            listener.close();
            throw Failure.of(NOT_LISTENING.formatted(written(address), taken.getMessage()));
        }
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(bind.find().orElse("127.0.0.1"));
        } catch (UnknownHostException nobody) {
            throw Failure.usage(NO_ADDRESS.formatted(bind.get()));
        }
    }

    private static String written(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    /**
     * @return why it is over
     */
    private RuntimeException lead() {
        Call call =
                Call.of("GET", "/v1/projects/{project}/boxes/{name}/tunnel")
                        .path("project", ref.project())
                        .path("name", ref.name());
        socket = new TunnelSocket(invocation.http(), call, this::hear);
        connections = new Connections(listening, remote.get(), socket::send);
        socket.run();
        connections.lose();
        return socket.hasOpened() ? end : socket.refusal(REFUSED, NOT_OPENED);
    }

    private void hear(Message message) {
        switch (message.kind()) {
            case Message.READY -> begin();
            case Message.OVER -> end = over(message);
            default -> connections.hear(message);
        }
    }

    private void begin() {
        begun = true;
        connections.begin();
        InetSocketAddress address = (InetSocketAddress) listening.getLocalSocketAddress();
        invocation
                .output()
                .line(READY.formatted(written(address), remote.get(), ref.project(), ref.name()));
        if (invocation.terminal().errIsTerminal()) {
            invocation.terminal().err().println(HOW_TO_END);
        }
    }

    private RuntimeException over(Message message) {
        OverJson over = Jsonb.instance().type(OverJson.class).fromJson(message.content());
        String code = Objects.requireNonNullElse(over.reason(), "");
        String sentence = Objects.requireNonNullElse(over.message(), code);
        return ApiFailure.ofSession(
                Objects.requireNonNullElse(over.code(), 0),
                code,
                begun ? CLOSED.formatted(sentence) : sentence);
    }
}
