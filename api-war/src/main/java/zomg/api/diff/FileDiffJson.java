package zomg.api.diff;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.diff.Change;
import zomg.model.diff.FileContent;
import zomg.model.file.BoxPath;
import zomg.model.id.SnapshotName;
import zomg.usecase.diff.DiffFile;

/** What a box has changed in one file, on the wire. */
@Schema(
        name = "FileDiff",
        description = "How the content of a file differs; of a link, its target is the content.",
        requiredProperties = {"against", "path", "binary", "diff"})
public record FileDiffJson(
        @Schema(description = "The snapshot that the box is compared with.") SnapshotName against,
        BoxPath path,
        @Schema(description = "What became of it; absent if its content is the same.")
                Optional<Change.Kind> kind,
        @Schema(description = "Whether one of the two is no text, and so no difference is shown.")
                boolean binary,
        @Schema(
                        description = "In the form of diff -u; empty if there is nothing to show.",
                        examples = "--- a/etc/motd\n+++ b/etc/motd\n@@ -1,1 +1,1 @@\n-old\n+new\n")
                String diff) {

    static FileDiffJson of(DiffFile.Sides sides) {
        boolean text = isText(sides.before()) && isText(sides.after());
        return new FileDiffJson(
                sides.against().name(),
                sides.path(),
                kind(sides),
                !text,
                text
                        ? UnifiedDiff.of(
                                sides.path().value(),
                                sides.before().flatMap(FileContent::text),
                                sides.after().flatMap(FileContent::text))
                        : "");
    }

    private static Optional<Change.Kind> kind(DiffFile.Sides sides) {
        if (sides.areEqual()) {
            return Optional.empty();
        }
        if (sides.before().isEmpty()) {
            return Optional.of(Change.Kind.ADDED);
        }
        return Optional.of(sides.after().isEmpty() ? Change.Kind.DELETED : Change.Kind.MODIFIED);
    }

    private static boolean isText(Optional<FileContent> content) {
        return content.map(bytes -> bytes.text().isPresent()).orElse(true);
    }
}
