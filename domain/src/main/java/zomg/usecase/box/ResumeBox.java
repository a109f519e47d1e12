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

/** Starts a stopped box on its root again. */
public final class ResumeBox {

    private final Boxes boxes;
    private final BoxEngine engine;
    private final EngineReadiness readiness;
    private final StartBox startBox;
    private final ShowBox showBox;
    private final BoxTurns turns;
    private final InstantSource clock;

    public ResumeBox(
            Boxes boxes,
            BoxEngine engine,
            EngineReadiness readiness,
            StartBox startBox,
            ShowBox showBox,
            BoxTurns turns,
            InstantSource clock) {
        this.boxes = boxes;
        this.engine = engine;
        this.readiness = readiness;
        this.startBox = startBox;
        this.showBox = showBox;
        this.turns = turns;
        this.clock = clock;
    }

    /** Resuming a running box is already done. */
    public Box resume(BoxRef ref) {
        return resume(ref, Precondition.NONE);
    }

    /**
     * @throws zomg.error.Refusal PRECONDITION_FAILED, BOX_NOT_FOUND
     */
    public Box resume(BoxRef ref, Precondition precondition) {
        return turns.take(ref, () -> resumeNow(showBox.whole(ref, precondition)));
    }

    private Box resumeNow(Box box) {
        if (box.is(BoxStatus.RUNNING) && engine.isRunning(box.uid())) {
            return box;
        }
        readiness.require();
        Box resuming = boxes.replace(box.withStatus(BoxStatus.RESUMING, clock.instant()));
        Steps.next(10, "starting");
        return startBox.start(resuming);
    }
}
