package zomg.api.volume;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.id.BoxName;

/** Which box shall not have a volume any more, on the wire. */
@Schema(
        name = "DetachVolume",
        description = "A box that shall not have the volume any more.",
        requiredProperties = "box")
public record DetachVolumeJson(BoxName box) {}
