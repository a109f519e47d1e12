package zomg.cli.local;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import zomg.cli.client.ServerClient;
import zomg.cli.client.Setup;
import zomg.cli.client.SetupState;
import zomg.cli.client.SetupStep;
import zomg.cli.support.Failure;
import zomg.cli.support.Terminal;
import zomg.cli.support.Waiting;

/** Shows how the server gets ready: a bar for a person, a line for each step otherwise. */
public final class SetupProgress {

    /** Nothing moved for this long: it hangs. Unpacking one large package takes a minute. */
    private static final Duration STANDSTILL = Duration.ofMinutes(15);

    private static final String BOXES = "boxes";
    private static final int POLL_MILLIS = 200;
    private static final int BAR = 24;
    private static final int WIDTH = 79;
    private static final int WHOLE = 100;

    private final ServerClient server;
    private final Terminal terminal;
    private final Map<String, Long> begun = new HashMap<>();
    private final Map<String, String> said = new HashMap<>();

    public SetupProgress(ServerClient server, Terminal terminal) {
        this.server = server;
        this.terminal = terminal;
    }

    /**
     * @throws Failure if a step failed or nothing moves any more
     */
    public void await() {
        failIfFailed(await(setup -> setup.ready() || hasFailed(setup)));
    }

    /** Waits until the boxes of before were found again, or cannot be: the base does not matter. */
    void awaitBoxes() {
        await(setup -> isDone(setup, BOXES) || hasFailed(setup));
    }

    private Setup await(Predicate<Setup> enough) {
        Setup last = null;
        long moved = System.nanoTime();
        while (true) {
            Setup setup = server.showSetup().value();
            if (!setup.equals(last)) {
                last = setup;
                moved = System.nanoTime();
                setup.steps().forEach(this::show);
            }
            if (enough.test(setup)) {
                return setup;
            }
            if (System.nanoTime() - moved > STANDSTILL.toNanos()) {
                throw Failure.of(
                        "the server's set-up has not moved for %d minutes; see its log"
                                .formatted(STANDSTILL.toMinutes()));
            }
            Waiting.pause(POLL_MILLIS);
        }
    }

    private static boolean isDone(Setup setup, String name) {
        return setup.steps().stream()
                .anyMatch(step -> step.name().equals(name) && step.state().equals(SetupState.DONE));
    }

    private static boolean hasFailed(Setup setup) {
        return setup.steps().stream().anyMatch(step -> step.state().equals(SetupState.FAILED));
    }

    private static void failIfFailed(Setup setup) {
        for (SetupStep step : setup.steps()) {
            if (step.state().equals(SetupState.FAILED)) {
                throw Failure.of(
                        "setting up the %s failed: %s".formatted(step.name(), step.detail()));
            }
        }
    }

    private void show(SetupStep step) {
        if (step.state().equals(SetupState.PENDING)) {
            return;
        }
        begun.putIfAbsent(step.name(), System.nanoTime());
        boolean running = step.state().equals(SetupState.RUNNING);
        if (terminal.errIsTerminal() && running) {
            terminal.err().print("\r\033[K" + bar(step));
            terminal.err().flush();
        } else if (!step.state().equals(said.put(step.name(), step.state()))) {
            String clear = terminal.errIsTerminal() ? "\r\033[K" : "";
            terminal.err().println(clear + line(step));
        }
    }

    private static String bar(SetupStep step) {
        int percent = Objects.requireNonNullElse(step.percent(), 0);
        int full = percent * BAR / WHOLE;
        String line =
                "%-8s [%s%s] %3d%% %s"
                        .formatted(
                                step.name(),
                                "#".repeat(full),
                                "-".repeat(BAR - full),
                                percent,
                                Objects.requireNonNullElse(step.detail(), ""));
        return line.substring(0, Math.min(WIDTH, line.length()));
    }

    private String line(SetupStep step) {
        long seconds = Duration.ofNanos(System.nanoTime() - begun.get(step.name())).toSeconds();
        String time = seconds > 0 ? " (%d s)".formatted(seconds) : "";
        return "%-8s %s%s".formatted(step.name(), step.state(), time);
    }
}
