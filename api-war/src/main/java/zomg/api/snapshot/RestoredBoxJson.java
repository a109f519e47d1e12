package zomg.api.snapshot;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.api.box.BoxJson;
import zomg.usecase.box.BoxHosts;
import zomg.usecase.snapshot.RestoreSnapshot;

/** What came of a restore, on the wire. */
@Schema(
        name = "RestoredBox",
        description = "The box is what the snapshot keeps.",
        requiredProperties = {"box", "volumes"})
public record RestoredBoxJson(
        BoxJson box,
        @Schema(description = "Keeps what was replaced.") Optional<SnapshotJson> safety,
        @Schema(description = "What was restored of data volumes.")
                List<SnapshotJson.VolumeJson> volumes) {

    static RestoredBoxJson of(RestoreSnapshot.Outcome outcome, BoxHosts hosts) {
        return new RestoredBoxJson(
                BoxJson.of(outcome.box(), hosts),
                outcome.safety().map(SnapshotJson::of),
                outcome.volumes().stream().map(SnapshotJson.VolumeJson::of).toList());
    }
}
