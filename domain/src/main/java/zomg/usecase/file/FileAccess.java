package zomg.usecase.file;

import java.util.function.BiFunction;
import java.util.function.Function;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.id.BoxRef;
import zomg.model.project.Project;
import zomg.port.Projects;
import zomg.usecase.box.ShowBox;
import zomg.usecase.place.Places;

/** Whose files may be worked on now, and by how many at the same time. */
public final class FileAccess {

    /** A box with what its volumes are known by. */
    record Reach(Box box, Project project) {}

    private final ShowBox showBox;
    private final Projects projects;
    private final Places places;

    /**
     * @param most how many files and archives are under way at the same time: each has a thread of
     *     the server
     */
    public FileAccess(ShowBox showBox, Projects projects, int most) {
        this.showBox = showBox;
        this.projects = projects;
        this.places = new Places(most, "as many files are under way as may; try again later");
    }

    /**
     * Has a place until {@code work} is done.
     *
     * @throws Refusal BOX_NOT_FOUND; BOX_BUSY for one that is not there wholly; BUSY if as many are
     *     under way as may
     */
    <T> T within(BoxRef ref, Function<Reach, T> work) {
        Reach reach = reach(ref);
        return places.within(() -> work.apply(reach));
    }

    /**
     * As {@link #within}, for what goes on afterwards and gives its place back then.
     *
     * @throws Refusal likewise
     */
    <T> T keep(BoxRef ref, BiFunction<Reach, Places.Place, T> begin) {
        Reach reach = reach(ref);
        return places.keep(place -> begin.apply(reach, place));
    }

    private Reach reach(BoxRef ref) {
        Box box = showBox.whole(ref);
        return new Reach(
                box,
                projects.find(ref.project())
                        .orElseThrow(() -> new IllegalStateException("a box without a project")));
    }
}
