package zomg.api.setup;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import zomg.api.error.RequestId;
import zomg.usecase.operation.ResolveOperations;
import zomg.usecase.setup.Finding;
import zomg.usecase.setup.SetUpMachine;

/** How the server gets ready after its process has started, beside its first answers. */
public final class Ascent {

    private static final Logger LOG = System.getLogger(Ascent.class.getName());
    private static final Duration END = Duration.ofSeconds(20);

    private final SetUpMachine machine;
    private final ResolveOperations resolveOperations;
    private final Rounds rounds;
    private final ExecutorService executor;
    private final CountDownLatch over = new CountDownLatch(1);

    private Future<?> run;

    /**
     * @param rounds begin when the boxes of before are back
     */
    public Ascent(
            SetUpMachine machine,
            ResolveOperations resolveOperations,
            Rounds rounds,
            ExecutorService executor) {
        this.machine = machine;
        this.resolveOperations = resolveOperations;
        this.rounds = rounds;
        this.executor = executor;
    }

    public synchronized void begin() {
        run = executor.submit(() -> RequestId.newWork("start", this::setUp));
    }

    private void setUp() {
        try {
            machine.run(this::recovered);
            LOG.log(Level.INFO, "the server is ready to run boxes");
        } catch (RuntimeException failure) {
            LOG.log(Level.ERROR, "the set-up failed", failure);
        } finally {
            over.countDown();
        }
    }

    /** The boxes are what they are now, so it can be said what became of older work. */
    private void recovered(List<Finding> findings) {
        resolveOperations.resolve();
        rounds.begin(findings);
    }

    /** Breaks off what is not done yet; whoever goes down does not set up at the same time. */
    public synchronized void end() {
        endSetUp();
        rounds.end();
    }

    /** A base that is being built, by whoever, would keep the pool from going. */
    private void endSetUp() {
        boolean going = run != null && run.cancel(true);
        if (!machine.endBuilds(END)) {
            LOG.log(Level.WARNING, "a build of a base does not end; going down beside it");
        }
        if (!going) {
            return;
        }
        try {
            if (!over.await(END.toSeconds(), TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "the set-up does not end; going down beside it");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
