package zomg.api.setup;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import zomg.api.stream.Streams;
import zomg.usecase.setup.SetUpMachine;

/**
 * The end by SIGTERM: refuse new changes, let those that are under way end, then exit. What only
 * looks is answered all the while. A handler of the signal, because the container closes its port
 * as the first thing in its own shutdown hook, and waits twice as long as we may for a request that
 * does not end.
 */
public final class Termination {

    private static final Logger LOG = System.getLogger(Termination.class.getName());

    private static final Duration DRAIN = Duration.ofSeconds(29);

    /** For the container's own work. What it does not get done is as if we were killed: safe. */
    private static final Duration EXIT = Duration.ofSeconds(4);

    /** What a process that SIGTERM ended is seen with. */
    private static final int STATUS = 128 + 15;

    private final Drain drain;
    private final Ascent ascent;
    private final SetUpMachine machine;
    private final Streams streams;

    public Termination(Drain drain, Ascent ascent, SetUpMachine machine, Streams streams) {
        this.drain = drain;
        this.ascent = ascent;
        this.machine = machine;
        this.streams = streams;
    }

    /** By reflection: the compiler takes no sun.misc.Signal without a warning. */
    public void handleSignal() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours =
                    Proxy.newProxyInstance(
                            Termination.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (_, method, _) -> {
                                if (method.getName().equals("handle")) {
                                    terminate();
                                }
                                return null;
                            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("TERM"), ours);
        } catch (ReflectiveOperationException | IllegalArgumentException absent) {
            LOG.log(Level.WARNING, "SIGTERM ends the server without waiting", absent);
        }
    }

    private void terminate() {
        if (!drain.begin()) {
            // Asked twice: whoever asks does not want to wait.
            Runtime.getRuntime().halt(STATUS);
        }
        new Thread(this::goDown, "termination").start();
    }

    private void goDown() {
        LOG.log(Level.INFO, "told to end; waiting for what is under way");
        machine.drain();
        Thread.ofPlatform().daemon().start(ascent::end);
        try {
            if (!drain.await(DRAIN)) {
                LOG.log(Level.WARNING, "changes do not end; going down beside them");
            }
            // Not before: whoever follows sees what still came of them.
            streams.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Thread.ofPlatform().daemon().start(Termination::haltIfLate);
        System.exit(STATUS);
    }

    private static void haltIfLate() {
        try {
            TimeUnit.NANOSECONDS.sleep(EXIT.toNanos());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(STATUS);
    }
}
