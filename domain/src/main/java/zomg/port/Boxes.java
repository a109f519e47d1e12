package zomg.port;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import zomg.model.box.Box;
import zomg.model.box.BoxPage;
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
     * @param limit how many on a page
     */
    record Query(
            Optional<ProjectName> project,
            Optional<NamePrefix> prefix,
            Tags tags,
            Optional<BoxRef> after,
            int limit) {

        private static final int LIMIT = 1_000;

        public static Query everything() {
            return of(Optional.empty());
        }

        public static Query of(ProjectName project) {
            return of(Optional.of(project));
        }

        private static Query of(Optional<ProjectName> project) {
            return new Query(project, Optional.empty(), Tags.NONE, Optional.empty(), LIMIT);
        }

        private Query goingOnAfter(BoxRef ref) {
            return new Query(project, prefix, tags, Optional.of(ref), limit);
        }

        /** All that it selects of {@code boxes}, page after page. */
        public Stream<Box> in(Boxes boxes) {
            return Stream.iterate(
                            Optional.of(boxes.page(this)),
                            Optional::isPresent,
                            page ->
                                    page.flatMap(BoxPage::next)
                                            .map(ref -> boxes.page(goingOnAfter(ref))))
                    .flatMap(page -> page.orElseThrow().boxes().stream());
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

    /**
     * The first of these boxes in the order of their refs, as {@link BoxPage#of} has them. Never
     * are many more kept in memory. A box that is there from the first page to the last is on one
     * of them, whatever comes and goes meanwhile.
     */
    BoxPage page(Query query);

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
