package zomg.api.setup;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import zomg.api.error.RequestId;
import zomg.port.BoxEnds;
import zomg.usecase.operation.RunOperation;
import zomg.usecase.setup.Finding;
import zomg.usecase.setup.RestartBoxes;
import zomg.usecase.setup.Upkeep;

/**
 * Goes round the machine from time to time and mends what it meets; beside that, waits for boxes
 * that end and brings them back. Each has a thread of its own.
 */
public final class Rounds {

    private static final Logger LOG = System.getLogger(Rounds.class.getName());

    /** How long the end of the server may have to wait for a box that ends. */
    private static final Duration LOOK_UP = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Upkeep upkeep;
    private final RunOperation operations;
    private final BoxEnds ends;
    private final RestartBoxes restarts;
    private final FindingLog log;
    private final Duration interval;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);

    public Rounds(
            Upkeep upkeep,
            RunOperation operations,
            BoxEnds ends,
            RestartBoxes restarts,
            FindingLog log,
            Duration interval) {
        this.upkeep = upkeep;
        this.operations = operations;
        this.ends = ends;
        this.restarts = restarts;
        this.log = log;
        this.interval = interval;
    }

    /**
     * @param findings of the round that the start itself was
     */
    synchronized void begin(List<Finding> findings) {
        log.tell(findings);
        threads.add(Thread.ofPlatform().daemon().name("rounds").start(this::goRound));
        threads.add(Thread.ofPlatform().daemon().name("restarts").start(this::bringBack));
    }

    private void bringBack() {
        while (over.getCount() > 0) {
            try {
                restarts.ended(ends.await(restarts.idle(LOOK_UP)));
                if (over.getCount() > 0) {
                    restarts.act().forEach(log::tell);
                }
            } catch (RuntimeException failure) {
                LOG.log(Level.WARNING, "boxes that ended could not be looked at", failure);
            }
        }
    }

    private void goRound() {
        try {
            while (!over.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                RequestId.newWork("reconcile", this::round);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One that fails as a whole, the records out of reach, is followed by the next. */
    private void round() {
        try {
            operations.recordEnds();
            log.tell(upkeep.repair().findings());
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "records and machine could not be compared", failure);
        }
        try {
            operations.forgetOld();
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "old operations could not be forgotten", failure);
        }
    }

    /** Returns when nothing is mended and nothing brought back any more. */
    synchronized void end() {
        over.countDown();
        upkeep.end();
        try {
            for (Thread thread : threads) {
                if (!thread.join(PATIENCE)) {
                    LOG.log(Level.WARNING, "{0} do not end", thread.getName());
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
