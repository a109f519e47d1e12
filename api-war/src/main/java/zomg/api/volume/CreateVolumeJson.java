package zomg.api.volume;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.error.InvalidInput;
import zomg.model.id.SnapshotName;
import zomg.model.id.VolumeName;
import zomg.model.space.Storage;
import zomg.usecase.volume.CreateVolume;

/** A new data volume on the wire. */
@Schema(
        name = "CreateVolume",
        description = "A data volume to make: an empty one, or a copy.",
        requiredProperties = "name")
public record CreateVolumeJson(
        VolumeName name,
        @Schema(description = "A volume of the same project to copy, as it is at one instant.")
                Optional<VolumeName> from,
        @Schema(description = "A snapshot of that volume, to copy it as it was then.")
                Optional<SnapshotName> fromSnapshot,
        @Schema(
                        description =
                                "How much may be kept in it; if absent, as much as in what is copied.")
                Optional<Storage> storageGb) {

    public CreateVolumeJson {
        if (fromSnapshot.isPresent() && from.isEmpty()) {
            throw InvalidInput.field("from_snapshot", "needs from");
        }
    }

    Optional<CreateVolume.Source> source() {
        return from.map(volume -> new CreateVolume.Source(volume, fromSnapshot));
    }
}
