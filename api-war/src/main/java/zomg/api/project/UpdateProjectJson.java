package zomg.api.project;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.project.Quota;

/** What a project shall be like, on the wire. */
@Schema(name = "UpdateProject", description = "What a project shall be like.")
public record UpdateProjectJson(
        @Schema(description = "Replaces the one before; absent: no quota.")
                Optional<QuotaJson> quota) {

    Quota toQuota() {
        return quota.map(QuotaJson::toQuota).orElse(Quota.NONE);
    }
}
