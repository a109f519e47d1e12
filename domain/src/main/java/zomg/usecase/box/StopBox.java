package zomg.usecase.box;

import java.time.InstantSource;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.box.Precondition;
import zomg.model.id.BoxRef;
import zomg.port.BoxEngine;
import zomg.port.Boxes;
import zomg.port.EngineReadiness;
import zomg.usecase.operation.Steps;

/** Ends all processes of a box; its root stays. */
public final class StopBox {

    private final Boxes boxes;
    private final BoxEngine engine;
    private final EngineReadiness readiness;
    private final ShowBox showBox;
    private final BoxTurns turns;
    private final InstantSource clock;

    public StopBox(
            Boxes boxes,
            BoxEngine engine,
            EngineReadiness readiness,
            ShowBox showBox,
            BoxTurns turns,
            InstantSource clock) {
        this.boxes = boxes;
        this.engine = engine;
        this.readiness = readiness;
        this.showBox = showBox;
        this.turns = turns;
        this.clock = clock;
    }

    /** Stopping a stopped box is already done. */
    public Box stop(BoxRef ref) {
        return stop(ref, Precondition.NONE);
    }

    /**
     * @throws zomg.error.Refusal PRECONDITION_FAILED, BOX_NOT_FOUND
     */
    public Box stop(BoxRef ref, Precondition precondition) {
        return turns.take(ref, () -> stopNow(showBox.whole(ref, precondition)));
    }

    private Box stopNow(Box box) {
        if (box.is(BoxStatus.STOPPED)) {
            return box;
        }
        readiness.require();
        Box stopping = boxes.replace(box.withStatus(BoxStatus.STOPPING, clock.instant()));
        Steps.next(10, "waiting for the processes to end");
        engine.stop(box.uid(), box.spec().grace().duration());
        engine.remove(box.uid());
        return boxes.replace(stopping.withStatus(BoxStatus.STOPPED, clock.instant()));
    }
}
