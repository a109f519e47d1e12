package zomg.api.setup;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import zomg.usecase.setup.Recovery;
import zomg.usecase.setup.SetUpMachine;

/** How the server gets ready after its process has started, beside its first answers. */
public final class Ascent {

    private static final Logger LOG = System.getLogger(Ascent.class.getName());
    private static final long END_SECONDS = 20;

    private final SetUpMachine machine;
    private final Path setAside;
    private final ExecutorService executor;
    private final CountDownLatch over = new CountDownLatch(1);

    private Future<?> run;

    /**
     * @param setAside where roots go that no record names
     */
    public Ascent(SetUpMachine machine, Path setAside, ExecutorService executor) {
        this.machine = machine;
        this.setAside = setAside;
        this.executor = executor;
    }

    public synchronized void begin() {
        run = executor.submit(this::setUp);
    }

    private void setUp() {
        try {
            machine.run(this::tell);
            LOG.log(Level.INFO, "the server is ready to run boxes");
        } catch (RuntimeException failure) {
            LOG.log(Level.ERROR, "the set-up failed", failure);
        } finally {
            over.countDown();
        }
    }

    private void tell(Recovery recovery) {
        for (Recovery.Leftover leftover : recovery.leftovers()) {
            LOG.log(
                    Level.WARNING,
                    "%s could not be brought in order; the next start tries again"
                            .formatted(leftover.uid()),
                    leftover.reason());
        }
        if (!recovery.setAside().isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "{0} roots of boxes without a record are set aside in {1}: {2}",
                    recovery.setAside().size(),
                    setAside,
                    recovery.setAside());
        }
    }

    /** Breaks off what is not done yet; whoever goes down does not set up at the same time. */
    public synchronized void end() {
        if (run == null || !run.cancel(true)) {
            return;
        }
        try {
            if (!over.await(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "the set-up does not end; going down beside it");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
