package zomg.cli.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import zomg.cli.support.Caught;
import zomg.cli.support.Failure;

/**
 * The terminal while every key goes to the box, as does each change of its size. By stty: the JDK
 * knows nothing of terminals.
 */
final class RawTerminal implements AutoCloseable {

    static final String NO_STTY = "the terminal cannot be handed over: stty failed";

    private static final List<String> RESIZED = List.of("WINCH");

    private final String before;
    private final AtomicBoolean restored = new AtomicBoolean();
    private final Thread hook = new Thread(this::restore, "terminal");
    private final Caught resized;

    /**
     * @throws Failure if stdin is no terminal, or there is no stty
     */
    RawTerminal(Peer peer) {
        before = stty("-g");
        if (before.isEmpty()) {
            throw Failure.of(NO_STTY);
        }
        Runtime.getRuntime().addShutdownHook(hook);
        stty("raw", "-echo");
        resized = new Caught(RESIZED, _ -> peer.send(Frame.window(window())));
    }

    static Window window() {
        return Window.parse(stty("size"));
    }

    @Override
    public void close() {
        resized.close();
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // then it finds nothing to do
        }
    }

    private void restore() {
        if (restored.compareAndSet(false, true)) {
            stty(before);
        }
    }

    /** Nothing if it fails. */
    private static String stty(String... arguments) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        try {
            Process stty =
                    new ProcessBuilder(command)
                            .redirectInput(ProcessBuilder.Redirect.INHERIT)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String said =
                    new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .strip();
            return stty.waitFor() == 0 ? said : "";
        } catch (IOException absent) {
            return "";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
