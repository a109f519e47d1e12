package zomg.api.file;

import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.file.FileInfo;
import zomg.model.file.FileMode;
import zomg.model.file.FileType;

/** A file on the wire. */
@Schema(
        name = "File",
        description = "A file as its directory shows it.",
        requiredProperties = {"name", "type", "size", "mode", "uid", "gid", "modified_at"})
public record FileJson(
        @Schema(description = "Where it is no UTF-8, with U+FFFD in it.", examples = "app.conf")
                String name,
        FileType type,
        @Schema(
                        description = "In bytes; 0 for what is no file.",
                        format = "int64",
                        examples = "1024")
                long size,
        FileMode mode,
        @Schema(description = "Its owner, as the box counts users.", examples = "0") int uid,
        @Schema(description = "Its group, likewise.", examples = "0") int gid,
        Instant modifiedAt,
        @Schema(description = "Where a link leads to.", examples = "../conf/app.conf")
                Optional<String> target) {

    static FileJson of(FileInfo info) {
        return new FileJson(
                info.name(),
                info.type(),
                info.size(),
                info.mode(),
                info.uid(),
                info.gid(),
                info.modified(),
                info.target());
    }
}
