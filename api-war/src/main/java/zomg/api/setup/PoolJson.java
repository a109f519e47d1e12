package zomg.api.setup;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.port.Room;

/** The room on the disks of boxes, on the wire. */
@Schema(
        name = "Pool",
        description = "The room on the disks of boxes, in bytes.",
        requiredProperties = {"size_bytes", "free_bytes", "metadata_free_bytes", "reserve_bytes"})
public record PoolJson(
        @Schema(description = "Of all of it.", examples = "21474836480") long sizeBytes,
        @Schema(description = "What files can still take.", examples = "17179869184")
                long freeBytes,
        @Schema(
                        description =
                                "What is left for names and the like; without any, nothing can be"
                                        + " written.",
                        examples = "8589934592")
                long metadataFreeBytes,
        @Schema(description = "What new boxes and bases leave free.", examples = "2147483648")
                long reserveBytes) {

    static PoolJson of(Room.Sizes sizes) {
        return new PoolJson(sizes.size(), sizes.free(), sizes.metadataFree(), sizes.reserve());
    }
}
