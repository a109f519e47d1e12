package zomg.usecase.operation;

import java.util.function.Supplier;
import zomg.model.operation.Operation.Progress;

/** How use cases say how far they are; to nobody, when nobody asked. */
public final class Steps {

    /** Whoever wants to know; may end the work by throwing, between two steps. */
    public interface Listener {

        /**
         * @throws Cancelled if the work was called off
         */
        void next(Progress progress);

        /** As {@link #next}; from now on the work cannot be called off any more. */
        void last(Progress progress);

        /**
         * Does what takes long and can be ended from outside.
         *
         * @param end makes the work end soon; called by who calls it off, once at most, and only
         *     while it is done
         * @throws Cancelled if it was called off before it was done, whatever came of it
         */
        <T> T endedBy(Runnable end, Supplier<T> work);
    }

    /** The work was called off; what it did so far is to be undone. */
    public static final class Cancelled extends RuntimeException {
        Cancelled() {
            super("cancelled");
        }
    }

    static final ScopedValue<Listener> CURRENT = ScopedValue.newInstance();

    private static final Listener NOBODY =
            new Listener() {
                @Override
                public void next(Progress progress) {}

                @Override
                public void last(Progress progress) {}

                @Override
                public <T> T endedBy(Runnable end, Supplier<T> work) {
                    return work.get();
                }
            };

    private Steps() {}

    /** Whoever wants to know, for another thread that works for this one. */
    public static Listener listener() {
        return CURRENT.orElse(NOBODY);
    }

    public static void next(int percent, String step) {
        CURRENT.orElse(NOBODY).next(new Progress(percent, step));
    }

    public static void last(int percent, String step) {
        CURRENT.orElse(NOBODY).last(new Progress(percent, step));
    }

    /**
     * As {@link Listener#endedBy}.
     *
     * @throws Cancelled if it was called off
     */
    public static <T> T endedBy(Runnable end, Supplier<T> work) {
        return CURRENT.orElse(NOBODY).endedBy(end, work);
    }

    /**
     * Does what ends when its thread is interrupted, which who calls it off does.
     *
     * @throws Cancelled if it was called off; the thread is not interrupted any more then
     */
    public static <T> T interruptibly(Supplier<T> work) {
        try {
            return endedBy(Thread.currentThread()::interrupt, work);
        } catch (Cancelled calledOff) {
            var _ = Thread.interrupted();
            throw calledOff;
        }
    }
}
