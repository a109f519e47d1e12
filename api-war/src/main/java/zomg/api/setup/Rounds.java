package zomg.api.setup;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import zomg.api.error.RequestId;
import zomg.usecase.setup.Finding;
import zomg.usecase.setup.Upkeep;

/** Goes round the machine from time to time, on a thread of its own, and mends what it meets. */
public final class Rounds {

    private static final Logger LOG = System.getLogger(Rounds.class.getName());

    private final Upkeep upkeep;
    private final FindingLog log;
    private final Duration interval;
    private final CountDownLatch over = new CountDownLatch(1);

    public Rounds(Upkeep upkeep, FindingLog log, Duration interval) {
        this.upkeep = upkeep;
        this.log = log;
        this.interval = interval;
    }

    /**
     * @param findings of the round that the start itself was
     */
    void begin(List<Finding> findings) {
        log.tell(findings);
        Thread.ofPlatform().daemon().name("rounds").start(this::goRound);
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
            log.tell(upkeep.repair());
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "records and machine could not be compared", failure);
        }
    }

    /** Returns when nothing is mended any more. */
    void end() {
        over.countDown();
        upkeep.end();
    }
}
