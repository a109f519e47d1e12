package zomg.api.volume;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.space.Storage;

/** Changes of a data volume on the wire. */
@Schema(name = "UpdateVolume", description = "What shall be otherwise.")
public record UpdateVolumeJson(
        @Schema(
                        description =
                                "How much may be kept in it, at once. Below what is kept, nothing"
                                        + " more can be written.")
                Optional<Storage> storageGb) {}
