package zomg.cli.local;

import java.util.Optional;
import zomg.cli.support.Failure;

/** A preparation of fast starts that goes on while {@code up} waits for the base. */
final class Preparing {

    private final Thread thread;
    private Failure failure;

    private Preparing(Runnable preparation) {
        thread =
                Thread.ofPlatform()
                        .daemon()
                        .start(
                                () -> {
                                    try {
                                        preparation.run();
                                    } catch (Failure failed) {
                                        failure = failed;
                                    }
                                });
    }

    static Preparing begin(Runnable preparation) {
        return new Preparing(preparation);
    }

    boolean isOver() {
        return !thread.isAlive();
    }

    /** Waits for its end; why it could not be done, if so. */
    Optional<String> await() {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Failure.of("interrupted");
        }
        return Optional.ofNullable(failure).map(Failure::getMessage);
    }
}
