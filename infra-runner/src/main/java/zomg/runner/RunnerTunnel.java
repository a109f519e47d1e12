package zomg.runner;

import java.util.Optional;
import java.util.Set;
import zomg.error.ErrorCode;
import zomg.error.InvalidInput;
import zomg.error.Refusal;
import zomg.model.network.TunnelMessage;
import zomg.port.Tunnel;

/** A call of the runner that carries connections. */
public final class RunnerTunnel implements Tunnel {

    /** What the runner cannot do when the box has just ended. */
    private static final Set<String> GONE = Set.of("pidfd", "start_time", "identity");

    private static final String BOX_STOPPED = "box";
    private static final String NO_MESSAGE = "input";

    private final RunnerCall call;
    private volatile boolean hungUp;

    private RunnerTunnel(RunnerCall call) {
        this.call = call;
    }

    /**
     * The runner gives up by itself if it takes too long.
     *
     * @throws Refusal BOX_NOT_RUNNING
     */
    public static Tunnel open(Launcher launcher, RunnerPlan plan) {
        RunnerCall call = RunnerCall.start(launcher, "tunnel", plan);
        try {
            requireStarted(call.nextSoon());
            return new RunnerTunnel(call);
        } catch (RuntimeException | Error failure) {
            call.close();
            throw failure;
        }
    }

    private static void requireStarted(RunnerFrames.Frame first) {
        if (first.channel() == RunnerFrames.STARTED) {
            return;
        }
        RunnerStatus status = RunnerStatus.parse(first.text());
        if (status instanceof RunnerStatus.Failed(String step, _, _) && GONE.contains(step)) {
            throw new Refusal(ErrorCode.BOX_NOT_RUNNING, "box is not running; resume it first");
        }
        throw new RunnerFailed("answered " + status);
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
