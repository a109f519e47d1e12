package zomg.api.box;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.id.Uid;

/** What became of a box that was to be deleted, on the wire. */
@Schema(name = "DeletedBox", description = "The box is gone.", requiredProperties = "status")
public record DeletedBoxJson(
        @Schema(description = "Absent if there was no such box.") Optional<Uid> id,
        @Schema(enumeration = "deleted") String status) {

    static DeletedBoxJson of(Optional<Uid> deleted) {
        return new DeletedBoxJson(deleted, "deleted");
    }
}
