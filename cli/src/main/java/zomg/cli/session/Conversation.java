package zomg.cli.session;

import io.avaje.jsonb.Jsonb;
import java.io.PrintStream;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Terminal;

/** What is said in a session, whatever carries it; all of it on one thread. */
final class Conversation implements AutoCloseable {

    static final String LOST = "the connection to the server was lost; nobody saw the exit status";
    static final String NOT_UNDERSTOOD =
            "the server said what this version of zomg does not understand; nobody saw the exit"
                    + " status";

    private final Opening opening;
    private final Terminal terminal;
    private final Peer peer;

    private AutoCloseable here = () -> {};
    private AutoCloseable alive = () -> {};
    private boolean started;
    private boolean isUnread;
    private StatusJson status;
    private RuntimeException failure;

    Conversation(Opening opening, Terminal terminal, Peer peer) {
        this.opening = opening;
        this.terminal = terminal;
        this.peer = peer;
    }

    /** The server waits for it. */
    void begin() {
        peer.send(Frame.opening(opening.variables(), opening.late()));
        if (opening.tty()) {
            peer.send(Frame.window(RawTerminal.window()));
        }
    }

    void hear(Frame frame) {
        try {
            switch (frame.channel()) {
                case Frame.STDOUT -> print(terminal.out(), frame);
                case Frame.STDERR -> print(terminal.err(), frame);
                case Frame.STATUS -> end(frame);
                case Frame.CONTROL -> greet(frame);
                default -> {
                    // of a newer server
                }
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
        peer.end();
    }

    private void greet(Frame frame) {
        GreetingJson greeting = Jsonb.instance().type(GreetingJson.class).fromJson(frame.bytes());
        if (greeting.session() != null && !started) {
            started = true;
            here = opening.tty() ? new RawTerminal(peer) : new ForwardedSignals(peer);
            alive = new SignOfLife(peer, SignOfLife.USUAL);
            Typing.start(terminal.in(), peer);
        }
    }

    private void print(PrintStream stream, Frame frame) {
        byte[] bytes = frame.bytes();
        stream.write(bytes, 0, bytes.length);
        // It flushes. Who reads no more is not told by an exception.
        if (stream.checkError() && !isUnread) {
            isUnread = true;
            peer.send(Frame.signal("HUP"));
            peer.end();
        }
    }

    private void end(Frame frame) {
        status = Jsonb.instance().type(StatusJson.class).fromJson(frame.bytes());
        peer.expectEnd();
    }

    /**
     * After the connection's end.
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
        try {
            alive.close();
            here.close();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
