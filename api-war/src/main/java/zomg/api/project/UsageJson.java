package zomg.api.project;

import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.project.Usage;

/** What the boxes of a project reserve, on the wire. */
@Schema(
        name = "Usage",
        description = "The sums of the limits of a project's boxes, running or not.",
        requiredProperties = {"cpus", "ram_mb", "storage_gb"})
public record UsageJson(
        @Schema(format = "double", examples = "1.5") BigDecimal cpus,
        @Schema(description = "In MiB.", examples = "2048") long ramMb,
        @Schema(description = "In GiB.", examples = "20") long storageGb) {

    static UsageJson of(Usage usage) {
        return new UsageJson(BigDecimal.valueOf(usage.cpus(), 3), usage.memory(), usage.storage());
    }
}
