package zomg.api.session;

import jakarta.websocket.CloseReason;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import zomg.error.Refusal;
import zomg.model.box.Environment;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.SessionInput;
import zomg.model.exec.SessionOutput;
import zomg.port.Session;

/**
 * Between one WebSocket and one command. The container calls it with what the client sends, one
 * message at a time; a thread of its own brings what the command says. Whoever is slow makes the
 * other wait: nothing is kept here.
 */
final class Conversation {

    private static final Logger LOG = System.getLogger(Conversation.class.getName());

    private final jakarta.websocket.Session client;
    private final Subprotocol subprotocol;
    private final Wanted wanted;
    private final Opening opening;

    /** One of us writes at a time. */
    private final ReentrantLock writing = new ReentrantLock();

    private final ScheduledFuture<?> beat;
    private volatile long heardAt = System.nanoTime();
    private volatile Session command;
    private volatile Optional<ScheduledFuture<?>> limit = Optional.empty();
    private volatile boolean late;
    private volatile boolean over;
    private final AtomicBoolean ended = new AtomicBoolean();

    Conversation(
            jakarta.websocket.Session client,
            Subprotocol subprotocol,
            Wanted wanted,
            Opening opening) {
        this.client = client;
        this.subprotocol = subprotocol;
        this.wanted = wanted;
        this.opening = opening;
        client.addMessageHandler(
                jakarta.websocket.PongMessage.class, _ -> heardAt = System.nanoTime());
        this.beat = opening.heartbeat().every(Heartbeat.PING, this::beat);
        if (subprotocol == Subprotocol.KUBERNETES) {
            start(Environment.EMPTY, Optional.empty());
        }
    }

    private void start(Environment environment, Optional<List<String>> argv) {
        try {
            ExecRequest request = wanted.request(environment, argv);
            command = opening.open(wanted.box(), request, wanted.terminal());
            limit = wanted.limit().map(time -> opening.heartbeat().after(time, this::tooLong));
            Thread.ofPlatform().daemon().name("session").start(() -> listen(command));
        } catch (Refusal refusal) {
            end(StatusJson.of(refusal));
        }
    }

    private void tooLong() {
        late = true;
        hangUp();
    }

    /** One message of the client. */
    void take(byte[] frame) {
        heardAt = System.nanoTime();
        if (frame.length == 0 || over) {
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
            end(StatusJson.of(refusal));
            hangUp();
        }
    }

    private void control(Control control) {
        Optional<Environment> environment = control.environment();
        if (command == null && environment.isPresent() && subprotocol == Subprotocol.ZOMG) {
            start(environment.get(), control.command());
        }
        control.signal().ifPresent(this::say);
    }

    /** What comes before the command is there goes nowhere. */
    private void say(SessionInput input) {
        Session now = command;
        if (now != null) {
            now.send(input);
        }
    }

    private void listen(Session from) {
        try (from) {
            if (subprotocol == Subprotocol.ZOMG) {
                send(Channel.CONTROL, Control.session(opening.id()));
            }
            while (true) {
                switch (from.next()) {
                    case SessionOutput.Stdout(byte[] bytes) -> send(Channel.STDOUT, bytes);
                    case SessionOutput.Stderr(byte[] bytes) -> send(Channel.STDERR, bytes);
                    case SessionOutput.Ended(ExecEnd end) -> {
                        end(StatusJson.of(late ? new ExecEnd.TimedOut() : end));
                        return;
                    }
                }
            }
        } catch (IOException gone) {
            over = true;
        } catch (Refusal refusal) {
            end(StatusJson.of(refusal));
        } catch (RuntimeException failure) {
            if (late) {
                end(StatusJson.of(new ExecEnd.TimedOut()));
            } else {
                LOG.log(Level.ERROR, "a command was lost", failure);
                end(StatusJson.internalError());
            }
        } finally {
            beat.cancel(false);
            limit.ifPresent(one -> one.cancel(false));
        }
    }

    private void send(int channel, byte[] payload) throws IOException {
        writing.lock();
        try {
            client.getBasicRemote().sendBinary(Channel.frame(channel, payload));
        } catch (IllegalStateException closed) {
            throw new IOException(closed);
        } finally {
            writing.unlock();
        }
    }

    /** The last frame, and the end of the connection. */
    private void end(byte[] status) {
        over = true;
        beat.cancel(false);
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        try {
            send(Channel.STATUS, status);
            client.close(
                    new CloseReason(CloseReason.CloseCodes.NORMAL_CLOSURE, "the command ended"));
        } catch (IOException | IllegalStateException gone) {
            LOG.log(Level.DEBUG, "nobody heard how a command ended", gone);
        }
    }

    /** The client is gone, or asked for what cannot be. */
    void hangUp() {
        over = true;
        say(new SessionInput.HangUp());
    }

    /** While somebody writes nobody else may, nor has to: what is under way asks, too. */
    private void beat() {
        Duration most = writing.isLocked() ? Heartbeat.SILENCE_OF_SLOW : Heartbeat.SILENCE;
        if (System.nanoTime() - heardAt > most.toNanos()) {
            beat.cancel(false);
            hangUp();
            drop();
        } else if (writing.tryLock()) {
            try {
                client.getBasicRemote().sendPing(ByteBuffer.allocate(0));
            } catch (IOException | IllegalStateException gone) {
                hangUp();
            } finally {
                writing.unlock();
            }
        }
    }

    private void drop() {
        try {
            client.close(new CloseReason(CloseReason.CloseCodes.GOING_AWAY, "nobody answers"));
        } catch (IOException | IllegalStateException gone) {
            LOG.log(Level.DEBUG, "a connection was gone already", gone);
        }
    }
}
