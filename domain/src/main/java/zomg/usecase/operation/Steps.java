package zomg.usecase.operation;

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
}
