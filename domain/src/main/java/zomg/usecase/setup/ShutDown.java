package zomg.usecase.setup;

import java.time.Duration;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.port.BoxEngine;
import zomg.port.Boxes;

/**
 * Takes the boxes and the machine's parts down. The records of running boxes stay as they are, so
 * that the next start resumes what ran.
 */
public final class ShutDown {

    private final Boxes boxes;
    private final BoxEngine engine;
    private final SetUpMachine machine;

    public ShutDown(Boxes boxes, BoxEngine engine, SetUpMachine machine) {
        this.boxes = boxes;
        this.engine = engine;
        this.machine = machine;
    }

    /** Boxes get at most {@code patience} each to end, however long their own grace is. */
    public void shutDown(Duration patience) {
        machine.end();
        for (Box box : boxes.list(Boxes.Query.everything())) {
            if (box.is(BoxStatus.RUNNING)) {
                Duration grace = box.spec().grace().duration();
                engine.stop(box.uid(), grace.compareTo(patience) < 0 ? grace : patience);
            }
        }
        engine.list().forEach(engine::remove);
        machine.release();
    }
}
