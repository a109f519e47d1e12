package zomg.simulation;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/**
 * Runs threads one at a time, in an order that dice decide. A thread goes on until it pauses, waits
 * for a lock or ends; locks are real ones. That takes virtual threads with a scheduler of our own,
 * which the JDK has for its own tests only: hence {@code --add-opens java.base/java.lang}.
 */
final class Interleaving {

    private static final Constructor<?> BUILDER = builder();

    private final List<Runnable> runnable = new ArrayList<>();
    private final SplittableRandom dice;
    private int live;

    Interleaving(SplittableRandom dice) {
        this.dice = dice;
    }

    /** Lets others go first, if the dice want it so. */
    @SuppressWarnings("ThreadPriorityCheck") // the scheduler is ours: this is no hint but an order
    static void pause() {
        if (Thread.currentThread().isVirtual()) {
            Thread.yield();
        }
    }

    void add(Runnable work) {
        live++;
        var _ =
                threads()
                        .start(
                                () -> {
                                    try {
                                        work.run();
                                    } finally {
                                        live--;
                                    }
                                });
    }

    /** Returns when no thread can go on; how many wait for something that nobody will do. */
    int run() {
        while (!runnable.isEmpty()) {
            runnable.remove(dice.nextInt(runnable.size())).run();
        }
        return live;
    }

    private Thread.Builder threads() {
        try {
            return (Thread.Builder) BUILDER.newInstance((Executor) runnable::add);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Constructor<?> builder() {
        try {
            Constructor<?> constructor =
                    Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                            .getDeclaredConstructor(Executor.class);
            constructor.setAccessible(true);
            return constructor;
        } catch (ReflectiveOperationException failure) {
            throw new ExceptionInInitializerError(failure);
        }
    }
}
