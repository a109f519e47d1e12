package zomg.api.volume;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.id.VolumeName;

/** A new data volume on the wire. */
@Schema(
        name = "CreateVolume",
        description = "A data volume to make: an empty one, or a copy.",
        requiredProperties = "name")
public record CreateVolumeJson(
        VolumeName name,
        @Schema(description = "A volume of the same project to copy, as it is at one instant.")
                Optional<VolumeName> from) {}
