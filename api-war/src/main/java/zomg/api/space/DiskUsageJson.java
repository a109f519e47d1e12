package zomg.api.space;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.space.DiskUse;
import zomg.model.space.Storage;

/** What a box or a data volume costs, on the wire. */
@Schema(
        name = "DiskUsage",
        description =
                "What a box or a data volume costs. All but what it keeps of its own is known only"
                        + " after a measurement, and as long as the server lives.")
public record DiskUsageJson(
        @Schema(
                        description =
                                "What counts for its limit: all that was written to it and is kept,"
                                        + " by it, its snapshots or anybody else. Absent where the"
                                        + " pool does not count.",
                        minimum = "0",
                        examples = "104857600")
                Optional<Long> ownBytes,
        Optional<Storage> storageGb,
        @Schema(description = "When it was measured; absent if it was not.")
                Optional<Instant> measuredAt,
        @Schema(
                        description =
                                "Of the content of its files: what others have, too, such as its"
                                        + " base.",
                        minimum = "0",
                        examples = "1073741824")
                Optional<Long> sharedBytes,
        @Schema(
                        description =
                                "What deleting it gives back, with its snapshots and what was made"
                                        + " for it alone.",
                        minimum = "0",
                        examples = "52428800")
                Optional<Long> freesBytes,
        @Schema(description = "Who else has what counts for it, the largest first.")
                Optional<List<HolderJson>> holders,
        @Schema(
                        description =
                                "The same, of what has no name, such as disks that were set aside.",
                        minimum = "0",
                        examples = "0")
                Optional<Long> heldElsewhereBytes) {

    /** Somebody who has what counts for somebody else, on the wire. */
    @Schema(
            name = "DiskHolder",
            description = "Somebody who has what counts for somebody else.",
            requiredProperties = {"kind", "name", "bytes"})
    public record HolderJson(
            @Schema(
                            description = "What it is.",
                            enumeration = {"box", "snapshot", "base", "volume", "volume_snapshot"})
                    String kind,
            @Schema(
                            description =
                                    "PROJECT:NAME of boxes and volumes, with @SNAPSHOT of"
                                            + " snapshots; ALIAS:TAG of bases.",
                            examples = "default:web")
                    String name,
            @Schema(minimum = "0", examples = "4194304") long bytes) {

        private static HolderJson of(DiskUse.Holder holder) {
            return new HolderJson(
                    holder.kind().name().toLowerCase(Locale.ROOT), holder.name(), holder.bytes());
        }
    }

    static DiskUsageJson of(DiskUse use) {
        Optional<DiskUse.Measured> measured = use.measured();
        return new DiskUsageJson(
                use.own().isPresent() ? Optional.of(use.own().getAsLong()) : Optional.empty(),
                use.limit(),
                measured.map(DiskUse.Measured::at),
                measured.map(DiskUse.Measured::shared),
                measured.map(DiskUse.Measured::exclusive),
                measured.map(found -> found.holders().stream().map(HolderJson::of).toList()),
                measured.map(DiskUse.Measured::elsewhere));
    }
}
