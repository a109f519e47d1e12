package zomg.api.volume;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.id.Uid;

/** What became of a volume that was to be deleted, on the wire. */
@Schema(name = "DeletedVolume", description = "The volume is gone.", requiredProperties = "status")
public record DeletedVolumeJson(
        @Schema(description = "Absent if there was no such volume.") Optional<Uid> id,
        @Schema(enumeration = "deleted") String status) {

    static DeletedVolumeJson of(Optional<Uid> deleted) {
        return new DeletedVolumeJson(deleted, "deleted");
    }
}
