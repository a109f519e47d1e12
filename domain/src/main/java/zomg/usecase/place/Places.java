package zomg.usecase.place;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/** For what takes a thread of the server each: so many at the same time, and no queue. */
public final class Places {

    private final Semaphore free;
    private final String full;

    /**
     * @param full the sentence for who finds none
     */
    public Places(int most, String full) {
        this.free = new Semaphore(most);
        this.full = full;
    }

    /**
     * Has a place until {@code work} is done.
     *
     * @throws Refusal BUSY, with nothing done, if there is none
     */
    public <T> T within(Supplier<T> work) {
        take();
        try {
            return work.get();
        } finally {
            free.release();
        }
    }

    /**
     * Begins what keeps its place until it gives it back, or does not begin.
     *
     * @throws Refusal BUSY, with nothing begun, if there is none
     */
    public <T> T keep(Function<Place, T> begin) {
        take();
        try {
            return begin.apply(new Place());
        } catch (RuntimeException | Error failure) {
            free.release();
            throw failure;
        }
    }

    private void take() {
        if (!free.tryAcquire()) {
            throw new Refusal(ErrorCode.BUSY, full);
        }
    }

    /** One that was taken. */
    public final class Place {

        private final AtomicBoolean givenBack = new AtomicBoolean();

        private Place() {}

        /** Once, however often this is called: the last work, and then the place. */
        public void giveBack(Runnable last) {
            if (givenBack.compareAndSet(false, true)) {
                try {
                    last.run();
                } finally {
                    free.release();
                }
            }
        }
    }
}
