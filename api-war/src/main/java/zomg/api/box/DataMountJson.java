package zomg.api.box;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.id.VolumeName;
import zomg.model.volume.DataMount;
import zomg.model.volume.MountPath;

/** A data volume of a box on the wire. */
@Schema(
        name = "DataMount",
        description = "A data volume of the box's project, and where the box has it.",
        requiredProperties = {"name", "path"})
public record DataMountJson(
        VolumeName name,
        MountPath path,
        @Schema(
                        description =
                                "Whether the box cannot write to it; if nothing is said, it can.",
                        examples = "false")
                Optional<Boolean> readOnly) {

    static DataMountJson of(DataMount mount) {
        return new DataMountJson(mount.name(), mount.path(), Optional.of(mount.readOnly()));
    }

    DataMount toMount() {
        return new DataMount(name, path, readOnly.orElse(false));
    }
}
