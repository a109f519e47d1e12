package zomg.api.volume;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.id.BoxName;
import zomg.model.id.VolumeName;
import zomg.model.volume.DataMount;
import zomg.model.volume.MountPath;

/** Which box shall have a volume, on the wire. */
@Schema(
        name = "AttachVolume",
        description = "A box of the volume's project, and where it shall have the volume.",
        requiredProperties = {"box", "path"})
public record AttachVolumeJson(
        BoxName box,
        MountPath path,
        @Schema(
                        description =
                                "Whether the box cannot write to it; if nothing is said, it can.",
                        examples = "false")
                Optional<Boolean> readOnly) {

    DataMount toMount(VolumeName volume) {
        return new DataMount(volume, path, readOnly.orElse(false));
    }
}
