package zomg.api.project;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.box.Cpus;
import zomg.model.box.Memory;
import zomg.model.project.Quota;
import zomg.model.space.Storage;

/** What a project may have, on the wire. */
@Schema(
        name = "Quota",
        description =
                "What all boxes of a project may reserve together, running or not; what is absent"
                        + " is not limited. With a limit on cpus, ram_mb or storage_gb each new box"
                        + " needs one too.")
public record QuotaJson(
        @Schema(description = "How many boxes.", minimum = "0", maximum = "100000", examples = "10")
                Optional<Integer> boxes,
        Optional<Cpus> cpus,
        Optional<Memory> ramMb,
        Optional<Storage> storageGb) {

    static QuotaJson of(Quota quota) {
        return new QuotaJson(quota.boxes(), quota.cpus(), quota.memory(), quota.storage());
    }

    Quota toQuota() {
        return new Quota(boxes, cpus, ramMb, storageGb);
    }
}
