package zomg.local;

import java.util.Optional;
import zomg.error.InvalidInput;
import zomg.model.network.TunnelMessage;
import zomg.port.Tunnel;

/** A call of the runner that carries connections. */
final class LocalTunnel implements Tunnel {

    private static final String BOX_STOPPED = "box";
    private static final String NO_MESSAGE = "input";

    private final RunnerCall call;
    private volatile boolean hungUp;

    LocalTunnel(RunnerCall call) {
        this.call = call;
    }

    @Override
    public Optional<TunnelMessage> next() {
        try {
            RunnerFrames.Frame frame = call.next();
            return switch (frame.channel()) {
                case RunnerFrames.STREAMS -> Optional.of(new TunnelMessage(frame.payload()));
                case RunnerFrames.STATUS -> ended(RunnerStatus.parse(frame.text()));
                default -> throw new RunnerFailed("channel " + frame.channel());
            };
        } catch (RunnerFailed ended) {
            if (hungUp) {
                return Optional.empty();
            }
            throw ended;
        }
    }

    private static Optional<TunnelMessage> ended(RunnerStatus status) {
        if (status instanceof RunnerStatus.Failed(String step, _, String text)) {
            if (step.equals(BOX_STOPPED)) {
                return Optional.empty();
            }
            if (step.equals(NO_MESSAGE)) {
                throw InvalidInput.field("message", "must be as the protocol has it: " + text);
            }
        }
        throw new RunnerFailed("answered " + status);
    }

    @Override
    public void send(TunnelMessage message) {
        call.pass(message.bytes());
    }

    @Override
    public void hangUp() {
        hungUp = true;
        call.hangUp();
    }

    @Override
    public void close() {
        hungUp = true;
        call.close();
    }
}
