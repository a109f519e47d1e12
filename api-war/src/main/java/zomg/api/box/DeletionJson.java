package zomg.api.box;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.box.Deletion;

/** What became of a delete, on the wire. */
@Schema(
        name = "DeleteStatus",
        description = "What became of a box that was to be deleted.",
        requiredProperties = "status")
public record DeletionJson(Deletion status) {}
