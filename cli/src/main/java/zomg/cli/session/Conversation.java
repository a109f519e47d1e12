package zomg.cli.session;

import io.avaje.jsonb.Jsonb;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Terminal;

/**
 * What is said in a session, whatever carries it, over one connection after the other; all of it on
 * one thread.
 */
final class Conversation implements AutoCloseable {

    static final String LOST = "the connection to the server was lost; nobody saw the exit status";
    static final String NOT_UNDERSTOOD =
            "the server said what this version of zomg does not understand; nobody saw the exit"
                    + " status";
    static final String AWAY = "zomg: the connection was lost; coming back";
    static final String BACK = "zomg: connected again";

    /** The server keeps what was not confirmed, and has not room for much more. */
    private static final int CONFIRMED_AT_ONCE = 64 * 1024;

    /** A server that has just been started says so for a while. */
    private static final Set<String> SOON = Set.of("not_ready", "busy", "engine_unavailable");

    private final Opening opening;
    private final Terminal terminal;
    private final Line line = new Line();
    private final Input input = new Input(line);

    private AutoCloseable here = () -> {};
    private AutoCloseable alive = () -> {};
    private Optional<String> session;
    private boolean started;
    private boolean greeted;
    private long stdout;
    private long stderr;
    private long confirmed;
    private boolean isUnread;
    private volatile boolean givenUp;
    private StatusJson status;
    private RuntimeException failure;

    Conversation(Opening opening, Terminal terminal) {
        this.opening = opening;
        this.terminal = terminal;
        this.session = opening.session();
    }

    /** There is a connection; the server waits for the first word. */
    void begin(Peer peer) {
        greeted = false;
        line.connect(peer);
        if (started) {
            line.send(Frame.resume(session.orElseThrow(), stdout, stderr));
        } else if (session.isPresent()) {
            line.send(Frame.attach(session.get()));
        } else {
            line.send(Frame.opening(opening.variables(), opening.late()));
        }
        if (opening.tty()) {
            line.send(Frame.window(RawTerminal.window()));
        }
    }

    /**
     * @param inOrder whether the server meant it
     */
    void lose(boolean inOrder) {
        line.disconnect();
        givenUp |= inOrder && greeted;
    }

    /** Whether the command may go on without us, and we could hear the rest of it. */
    boolean canGoOn() {
        return started && status == null && failure == null && !isUnread && !givenUp;
    }

    /** Whether the server knows the session, over the connection of now. */
    boolean isGreeted() {
        return greeted;
    }

    /** What is not of the command, beside its output. */
    void remark(String words) {
        String line = opening.tty() ? "\r\n" + words + "\r\n" : words + "\n";
        terminal.err().print(line);
        terminal.err().flush();
    }

    void hear(Frame frame) {
        try {
            switch (frame.channel()) {
                case Frame.STDOUT -> stdout += print(terminal.out(), frame);
                case Frame.STDERR -> stderr += print(terminal.err(), frame);
                case Frame.STATUS -> end(frame);
                case Frame.CONTROL -> control(frame);
                default -> {
                    // of a newer server
                }
            }
            if (stdout + stderr - confirmed >= CONFIRMED_AT_ONCE) {
                confirm();
            }
        } catch (Failure known) {
            fail(known);
        } catch (RuntimeException malformed) {
            misunderstand();
        }
    }

    /** It is not the protocol. */
    void misunderstand() {
        fail(Failure.withExitCode(ExitCode.STATUS_UNKNOWN, NOT_UNDERSTOOD));
    }

    private void fail(RuntimeException why) {
        failure = why;
        line.end();
    }

    private void control(Frame frame) {
        GreetingJson said = Jsonb.instance().type(GreetingJson.class).fromJson(frame.bytes());
        if (said.ack() != null) {
            input.accepted(said.ack().stdin());
        }
        if (said.session() != null && !greeted) {
            greeted = true;
            greet(said.session());
        }
    }

    private void greet(GreetingJson.Session its) {
        if (started) {
            remark(BACK);
            input.again(its.stdin());
            return;
        }
        started = true;
        session = Optional.of(its.id());
        stdout = its.stdout();
        stderr = its.stderr();
        confirmed = stdout + stderr;
        input.beginAt(its.stdin());
        here = opening.tty() ? new RawTerminal(line) : new ForwardedSignals(line);
        alive = new SignOfLife(line, SignOfLife.USUAL);
        Typing.start(terminal.in(), input, line, () -> givenUp = true);
    }

    private int print(PrintStream stream, Frame frame) {
        ByteBuffer payload = frame.payload();
        stream.write(payload.array(), payload.arrayOffset(), payload.remaining());
        // It flushes. Who reads no more is not told by an exception.
        if (stream.checkError() && !isUnread) {
            isUnread = true;
            line.send(Frame.signal("HUP"));
            line.end();
        }
        return payload.remaining();
    }

    private void confirm() {
        if (confirmed < stdout + stderr) {
            confirmed = stdout + stderr;
            line.send(Frame.confirmation(stdout, stderr));
        }
    }

    private void end(Frame frame) {
        StatusJson said = Jsonb.instance().type(StatusJson.class).fromJson(frame.bytes());
        if (started && !greeted && SOON.contains(said.reason())) {
            line.end();
            return;
        }
        status = said;
        confirm();
        line.expectEnd();
    }

    /**
     * After the last connection's end.
     *
     * @return what the command ended with
     * @throws Failure if nobody knows
     * @throws zomg.cli.support.ApiFailure if the server said no
     */
    int exitCode() {
        if (isUnread) {
            return ExitCode.NO_READER;
        }
        if (failure != null) {
            throw failure;
        }
        if (status == null) {
            throw Failure.withExitCode(ExitCode.STATUS_UNKNOWN, LOST);
        }
        return status.exitCode(started);
    }

    /** Signals and the terminal are as before. */
    @Override
    public void close() {
        input.close();
        try {
            alive.close();
            here.close();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
