package zomg.api.journal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import zomg.api.error.RequestId;
import zomg.usecase.journal.PruneJournal;
import zomg.usecase.request.AnswerOnce;

/** Prunes what is kept for a time once a day, for the first time soon after the start. */
public final class Pruning implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Pruning.class.getName());
    private static final long FIRST_MINUTES = 5;
    private static final long MINUTES = TimeUnit.DAYS.toMinutes(1);

    private final PruneJournal prune;
    private final AnswerOnce answerOnce;
    private final CountDownLatch over = new CountDownLatch(1);

    public Pruning(PruneJournal prune, AnswerOnce answerOnce) {
        this.prune = prune;
        this.answerOnce = answerOnce;
    }

    public void begin() {
        Thread.ofPlatform().daemon().name("pruning").start(this::goOn);
    }

    private void goOn() {
        try {
            boolean ended = over.await(FIRST_MINUTES, TimeUnit.MINUTES);
            while (!ended) {
                RequestId.newWork("retention", this::pruneNow);
                ended = over.await(MINUTES, TimeUnit.MINUTES);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void pruneNow() {
        try {
            answerOnce.forget();
            long forgotten = prune.prune();
            if (forgotten > 0) {
                LOG.log(Level.INFO, "{0} old entries of the journal are forgotten", forgotten);
            }
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "what is old could not be forgotten", failure);
        }
    }

    @Override
    public void close() {
        over.countDown();
    }
}
