package zomg.api.setup;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import zomg.api.stream.Streams;
import zomg.usecase.setup.ShutDown;

/** How the server goes down before its process is ended. */
@Dependent
public class Descent {

    /** Who goes down does not wait for a box that takes its time. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Ascent ascent;
    private final ShutDown shutDown;
    private final Streams streams;

    @Inject
    public Descent(Ascent ascent, ShutDown shutDown, Streams streams) {
        this.ascent = ascent;
        this.streams = streams;
        this.shutDown = shutDown;
    }

    void begin(boolean keepBoxes) {
        ascent.end();
        if (!keepBoxes) {
            shutDown.shutDown(PATIENCE);
        }
        streams.close();
    }
}
