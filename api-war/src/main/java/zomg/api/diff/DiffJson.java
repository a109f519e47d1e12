package zomg.api.diff;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.diff.Change;
import zomg.model.id.SnapshotName;
import zomg.usecase.diff.DiffBox;

/** What a box has changed, on the wire. */
@Schema(
        name = "Diff",
        description = "Changes in the order of their paths.",
        requiredProperties = {"against", "changes", "has_more"})
public record DiffJson(
        @Schema(description = "The snapshot that the box is compared with.") SnapshotName against,
        List<ChangeJson> changes,
        boolean hasMore,
        @Schema(description = "Asks for the next page; absent on the last one.")
                Optional<DiffToken> nextContinuationToken) {

    /** One change. */
    @Schema(
            name = "Change",
            description = "A path that is not what it was.",
            requiredProperties = {"kind", "path"})
    public record ChangeJson(
            Change.Kind kind,
            @Schema(
                            description = "Where no UTF-8 is, with U+FFFD in it.",
                            examples = "/etc/app/app.conf")
                    String path) {

        static ChangeJson of(Change change) {
            return new ChangeJson(change.kind(), change.path().text());
        }
    }

    static DiffJson of(DiffBox.Page page) {
        return new DiffJson(
                page.against().name(),
                page.changes().stream().map(ChangeJson::of).toList(),
                page.next().isPresent(),
                page.next().map(DiffToken::new));
    }
}
