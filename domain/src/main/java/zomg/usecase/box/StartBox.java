package zomg.usecase.box;

import java.time.InstantSource;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.port.BoxEngine;
import zomg.port.Boxes;
import zomg.port.Projects;

/** Starts a box whose record says that it is resuming, for whoever has its turn. */
public final class StartBox {

    private final Boxes boxes;
    private final Projects projects;
    private final BoxEngine engine;
    private final InstantSource clock;

    public StartBox(Boxes boxes, Projects projects, BoxEngine engine, InstantSource clock) {
        this.boxes = boxes;
        this.projects = projects;
        this.engine = engine;
        this.clock = clock;
    }

    /** A box that does not start is stopped, so that it can be tried again. */
    public Box start(Box resuming) {
        try {
            engine.start(resuming, projects.use(resuming.ref().project()));
        } catch (RuntimeException failure) {
            try {
                engine.remove(resuming.uid());
                boxes.replace(resuming.withStatus(BoxStatus.STOPPED, clock.instant()));
            } catch (RuntimeException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
        return boxes.replace(resuming.withStatus(BoxStatus.RUNNING, clock.instant()));
    }
}
