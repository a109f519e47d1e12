package zomg.usecase.file;

import java.util.concurrent.Semaphore;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.id.BoxRef;
import zomg.model.project.Project;
import zomg.port.Projects;
import zomg.usecase.box.ShowBox;

/** Whose files may be worked on now, and by how many at the same time. */
public final class FileAccess {

    /** A box with what its volumes are known by. */
    record Reach(Box box, Project project) {}

    private final ShowBox showBox;
    private final Projects projects;
    private final Semaphore places;

    /**
     * @param most how many files and archives are under way at the same time: each has a thread of
     *     the server
     */
    public FileAccess(ShowBox showBox, Projects projects, int most) {
        this.showBox = showBox;
        this.projects = projects;
        this.places = new Semaphore(most);
    }

    /**
     * @throws Refusal BOX_NOT_FOUND; BOX_BUSY for one that is not there wholly
     */
    Reach reach(BoxRef ref) {
        Box box = showBox.whole(ref);
        return new Reach(
                box,
                projects.find(ref.project())
                        .orElseThrow(() -> new IllegalStateException("a box without a project")));
    }

    /**
     * Each needs its {@link #leave}.
     *
     * @throws Refusal BUSY if as many are under way as may
     */
    void enter() {
        if (!places.tryAcquire()) {
            throw new Refusal(
                    ErrorCode.BUSY, "as many files are under way as may; try again later");
        }
    }

    void leave() {
        places.release();
    }
}
