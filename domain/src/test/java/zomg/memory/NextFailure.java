package zomg.memory;

import java.util.concurrent.atomic.AtomicReference;

/** A failure that was asked for; it strikes once. */
final class NextFailure {

    private final AtomicReference<RuntimeException> pending = new AtomicReference<>();

    void prepare(RuntimeException failure) {
        pending.set(failure);
    }

    void strike() {
        RuntimeException failure = pending.getAndSet(null);
        if (failure != null) {
            throw failure;
        }
    }
}
