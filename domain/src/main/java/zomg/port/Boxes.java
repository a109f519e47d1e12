package zomg.port;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import zomg.model.box.Box;
import zomg.model.box.Tags;
import zomg.model.id.BoxRef;
import zomg.model.id.NamePrefix;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.project.Usage;

/**
 * The records of all boxes. What a writing method was told is on disk when it returns, and seen by
 * every later read in any thread.
 */
public interface Boxes {

    /**
     * Which boxes to list.
     *
     * @param prefix what the name of a box must begin with
     * @param tags all of which a box must have
     * @param after only boxes whose ref comes later
     */
    record Query(
            Optional<ProjectName> project,
            Optional<NamePrefix> prefix,
            Tags tags,
            Optional<BoxRef> after,
            int limit) {

        /** More than a machine can run. */
        private static final int NO_LIMIT = 1_000_000;

        public static Query everything() {
            return of(Optional.empty());
        }

        public static Query of(ProjectName project) {
            return of(Optional.of(project));
        }

        private static Query of(Optional<ProjectName> project) {
            return new Query(project, Optional.empty(), Tags.NONE, Optional.empty(), NO_LIMIT);
        }
    }

    /**
     * Records a new box and gives it a slot: of the free ones the next after the last given, so
     * that what was just freed is the last to be given again.
     *
     * @return the box as stored
     * @throws zomg.error.Refusal BOX_EXISTS if the name is taken, QUOTA_EXCEEDED if its project has
     *     no room for it, ENGINE_UNAVAILABLE if every slot is taken
     */
    Box add(Box box);

    Optional<Box> find(BoxRef ref);

    /** In the order of their refs. */
    List<Box> list(Query query);

    /** What the boxes of these projects reserve; a project without boxes may be absent. */
    Map<ProjectName, Usage> usage(Set<ProjectName> projects);

    /**
     * Replaces the record if nobody else did since {@code box} was read.
     *
     * @return the box as stored, its generation one higher
     * @throws zomg.error.Refusal BOX_BUSY if the stored generation is another one, QUOTA_EXCEEDED
     *     if the box grows and its project has no room for that, BOX_NOT_FOUND if there is no such
     *     record any more
     */
    Box replace(Box box);

    /**
     * Forgets the box and frees its name and slot; forgetting an unknown one is not an error. That
     * there was one is kept in {@link Graves}.
     */
    void forget(Uid uid);
}
