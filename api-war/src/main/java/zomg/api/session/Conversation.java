package zomg.api.session;

import jakarta.websocket.CloseReason;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import zomg.api.socket.ClientSocket;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Environment;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.OutputOffsets;
import zomg.model.exec.SessionInput;
import zomg.model.exec.SessionOutput;
import zomg.port.Session;

/**
 * Between one WebSocket and one session. The container calls it with what the client sends, one
 * message at a time; a thread of its own brings what the command says. Whoever is slow makes the
 * other wait: nothing is kept here. A client of ours that is lost may come back; a stock one, which
 * cannot, takes its command with it.
 */
final class Conversation {

    private static final Logger LOG = System.getLogger(Conversation.class.getName());

    /** For the client's last words. */
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private static final int CONFIRMED_AT_ONCE = 64 * 1024;

    private final ClientSocket client;
    private final Subprotocol subprotocol;
    private final Wanted wanted;
    private final Opening opening;

    /** What the command says, by the one thread that hears it. */
    private final Channel.Frames outputs = new Channel.Frames();

    private volatile Session session;
    private volatile Progress progress;
    private final AtomicBoolean told = new AtomicBoolean();

    /** The last frame is on its way: not before that may the connection be closed. */
    private volatile boolean isTold;

    private final AtomicBoolean left = new AtomicBoolean();

    Conversation(
            jakarta.websocket.Session client,
            Subprotocol subprotocol,
            Wanted wanted,
            Opening opening) {
        this.subprotocol = subprotocol;
        this.wanted = wanted;
        this.opening = opening;
        this.client = new ClientSocket(client, opening.heartbeat(), this::leave);
        if (subprotocol == Subprotocol.KUBERNETES) {
            start(Environment.EMPTY, Optional.empty());
        }
    }

    private void start(Environment environment, Optional<List<String>> argv) {
        ExecRequest request = wanted.request(environment, argv);
        begin(opening.open(wanted.box(), request, wanted.terms()));
    }

    private void begin(Session opened) {
        progress = new Progress(opened);
        session = opened;
        Thread.ofPlatform().daemon().name("session").start(() -> listen(opened));
    }

    /** One message of the client. */
    void take(byte[] frame) {
        client.heard();
        if (frame.length == 0) {
            return;
        }
        byte[] payload = Arrays.copyOfRange(frame, 1, frame.length);
        try {
            switch (Byte.toUnsignedInt(frame[0])) {
                case Channel.STDIN -> say(new SessionInput.Bytes(payload));
                case Channel.RESIZE -> say(new SessionInput.Resize(Control.parse(payload).size()));
                case Channel.CONTROL -> control(Control.parse(payload));
                case Channel.HALF_CLOSE -> {
                    if (payload.length == 1 && payload[0] == Channel.STDIN) {
                        say(new SessionInput.End());
                    }
                }
                default -> {
                    // of a later version
                }
            }
        } catch (Refusal refusal) {
            tell(StatusJson.of(refusal));
            say(new SessionInput.HangUp());
            bidFarewell();
        }
    }

    private void control(Control control) {
        if (subprotocol == Subprotocol.ZOMG && session == null && !told.get()) {
            Optional<Control.Resume> resume = control.resume();
            Optional<Environment> environment = control.environment();
            if (resume.isPresent()) {
                Control.Resume wish = resume.get();
                begin(opening.join(wanted.box(), wish.session(), wish.from()));
            } else if (environment.isPresent()) {
                start(environment.get(), control.command());
            }
        }
        control.confirmed().ifPresent(this::confirm);
        control.signal().ifPresent(this::say);
    }

    private void confirm(OutputOffsets heard) {
        Progress now = progress;
        if (now != null) {
            now.confirm(heard);
            if (isTold && now.isConfirmed()) {
                bidFarewell();
            }
        }
    }

    /** What comes before the command is there goes nowhere. */
    private void say(SessionInput input) {
        Session now = session;
        if (now != null) {
            now.send(input);
        }
    }

    private void listen(Session from) {
        try {
            if (subprotocol == Subprotocol.ZOMG) {
                send(Channel.CONTROL, Control.session(from));
            }
            while (!hear(from.next())) {
                // all that it says
            }
        } catch (IOException gone) {
            leave();
        } catch (Refusal refusal) {
            refuse(refusal);
        } catch (RuntimeException failure) {
            fail(failure);
        } finally {
            client.stopAsking();
        }
    }

    /**
     * A client of ours that hears no last frame comes back: the command goes on, only the way to it
     * was lost.
     */
    private void refuse(Refusal refusal) {
        if (refusal.code() == ErrorCode.ENGINE_UNAVAILABLE && subprotocol == Subprotocol.ZOMG) {
            LOG.log(Level.WARNING, "the way to a command was lost", refusal);
            client.close(CloseReason.CloseCodes.TRY_AGAIN_LATER, "the way to the command was lost");
            leave();
        } else {
            end(StatusJson.of(refusal));
        }
    }

    private void fail(RuntimeException failure) {
        if (left.get()) {
            LOG.log(Level.DEBUG, "a session was left", failure);
        } else {
            LOG.log(Level.ERROR, "a command was lost", failure);
            end(StatusJson.internalError());
        }
    }

    /**
     * @return whether that was all
     */
    private boolean hear(SessionOutput output) throws IOException {
        switch (output) {
            case SessionOutput.Stdout(byte[] bytes) -> {
                client.send(outputs.frame(Channel.STDOUT, bytes));
                progress.said(bytes.length, 0);
            }
            case SessionOutput.Stderr(byte[] bytes) -> {
                client.send(outputs.frame(Channel.STDERR, bytes));
                progress.said(0, bytes.length);
            }
            case SessionOutput.Accepted(long stdin) -> {
                if (subprotocol == Subprotocol.ZOMG) {
                    send(Channel.CONTROL, Control.accepted(stdin));
                }
            }
            case SessionOutput.Ended(ExecEnd end) -> {
                progress.end();
                end(StatusJson.of(end));
                return true;
            }
        }
        return false;
    }

    /**
     * How much was said, and how much of that the client has. A stock client confirms nothing: that
     * it was sent has to do.
     */
    private final class Progress {

        private final Session of;
        private OutputOffsets sent;
        private OutputOffsets confirmed;

        Progress(Session of) {
            this.of = of;
            this.sent = of.position().output();
            this.confirmed = sent;
        }

        synchronized void said(long stdout, long stderr) {
            sent = new OutputOffsets(sent.stdout() + stdout, sent.stderr() + stderr);
            if (subprotocol == Subprotocol.KUBERNETES && open() >= CONFIRMED_AT_ONCE) {
                confirm(sent);
            }
        }

        private synchronized long open() {
            return sent.stdout() - confirmed.stdout() + sent.stderr() - confirmed.stderr();
        }

        synchronized void confirm(OutputOffsets heard) {
            confirmed = heard;
            of.send(new SessionInput.Confirmed(heard));
        }

        /** Nothing is left to be said. */
        synchronized void end() {
            if (subprotocol == Subprotocol.KUBERNETES) {
                confirm(sent);
            }
        }

        boolean isConfirmed() {
            return open() <= 0;
        }
    }

    private void send(int channel, byte[] payload) throws IOException {
        client.send(Channel.frame(channel, payload));
    }

    /**
     * The last frame. Then the connection is closed, but not before a client of ours has confirmed
     * what came before it: else it may be lost on the way, and the client could not come back.
     */
    private void end(byte[] status) {
        if (!tell(status)) {
            return;
        }
        if (progress != null && !progress.isConfirmed()) {
            ScheduledFuture<?> unused = opening.heartbeat().after(FAREWELL, this::bidFarewell);
        } else {
            bidFarewell();
        }
    }

    /**
     * Once.
     *
     * @return whether it was said, and now
     */
    private boolean tell(byte[] status) {
        client.stopAsking();
        if (!told.compareAndSet(false, true)) {
            return false;
        }
        try {
            send(Channel.STATUS, status);
            isTold = true;
            return true;
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "nobody heard how a command ended", gone);
            leave();
            return false;
        }
    }

    private void bidFarewell() {
        client.close(CloseReason.CloseCodes.NORMAL_CLOSURE, "the command ended");
        leave();
    }

    /**
     * The connection has ended. Who closes it in order wants nothing more of the command; all
     * others may come back.
     */
    void close(CloseReason reason) {
        boolean meant = reason.getCloseCode() == CloseReason.CloseCodes.NORMAL_CLOSURE;
        if (!told.get() && (meant || subprotocol == Subprotocol.KUBERNETES)) {
            say(new SessionInput.HangUp());
        }
        leave();
    }

    private void leave() {
        client.stopAsking();
        Session now = session;
        if (now != null && left.compareAndSet(false, true)) {
            if (subprotocol == Subprotocol.KUBERNETES && !told.get()) {
                now.send(new SessionInput.HangUp());
            }
            now.close();
        }
    }
}
