package zomg.usecase.box;

import java.util.List;
import java.util.Optional;
import zomg.error.InvalidInput;
import zomg.model.box.Box;
import zomg.model.box.Tags;
import zomg.model.id.BoxRef;
import zomg.model.id.NamePrefix;
import zomg.model.id.ProjectName;
import zomg.port.Boxes;

/** Lists boxes in pages. */
public final class ListBoxes {

    public static final int MAX_PAGE = 1000;

    /**
     * One page.
     *
     * @param next the ref after which the next page goes on; empty at the end
     */
    public record Page(List<Box> boxes, Optional<BoxRef> next) {}

    private final Boxes boxes;

    public ListBoxes(Boxes boxes) {
        this.boxes = boxes;
    }

    /**
     * @param project empty for all
     * @param limit boxes on one page, 1 to {@value #MAX_PAGE}
     */
    public Page list(
            Optional<ProjectName> project,
            Optional<NamePrefix> prefix,
            Tags tags,
            Optional<BoxRef> after,
            int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw InvalidInput.field("max_results", "must be from 1 to %d".formatted(MAX_PAGE));
        }
        List<Box> found = boxes.list(new Boxes.Query(project, prefix, tags, after, limit + 1));
        if (found.size() <= limit) {
            return new Page(found, Optional.empty());
        }
        List<Box> page = List.copyOf(found.subList(0, limit));
        return new Page(page, Optional.of(page.getLast().ref()));
    }
}
