package zomg.api.project;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.id.Uid;

/** What became of a project that was to be deleted, on the wire. */
@Schema(
        name = "DeletedProject",
        description = "The project is gone.",
        requiredProperties = "status")
public record DeletedProjectJson(
        @Schema(description = "Absent if there was no such project.") Optional<Uid> id,
        @Schema(enumeration = "deleted") String status) {

    static DeletedProjectJson of(Optional<Uid> deleted) {
        return new DeletedProjectJson(deleted, "deleted");
    }
}
