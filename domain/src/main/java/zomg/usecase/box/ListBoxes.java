package zomg.usecase.box;

import java.util.Optional;
import zomg.error.InvalidInput;
import zomg.model.box.BoxPage;
import zomg.model.box.Tags;
import zomg.model.id.BoxRef;
import zomg.model.id.NamePrefix;
import zomg.model.id.ProjectName;
import zomg.port.Boxes;

/** Lists boxes in pages. */
public final class ListBoxes {

    public static final int MAX_PAGE = 1000;

    private final Boxes boxes;

    public ListBoxes(Boxes boxes) {
        this.boxes = boxes;
    }

    /**
     * One page. It ends early if what its boxes hold is much.
     *
     * @param project empty for all
     * @param limit boxes on it, 1 to {@value #MAX_PAGE}
     */
    public BoxPage list(
            Optional<ProjectName> project,
            Optional<NamePrefix> prefix,
            Tags tags,
            Optional<BoxRef> after,
            int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw InvalidInput.field("max_results", "must be from 1 to %d".formatted(MAX_PAGE));
        }
        return boxes.page(new Boxes.Query(project, prefix, tags, after, limit));
    }
}
