package zomg.api.file;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.file.FileListing;

/** What is in a directory. */
@Schema(
        name = "FileList",
        description = "Files by name.",
        requiredProperties = {"files", "truncated"})
public record FileListJson(
        List<FileJson> files,
        @Schema(description = "Whether there are more than 10,000, which is as many as are listed.")
                boolean truncated) {

    static FileListJson of(FileListing listing) {
        return new FileListJson(
                listing.entries().stream().map(FileJson::of).toList(), listing.truncated());
    }
}
