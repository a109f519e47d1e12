package zomg.api.base;

import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.base.Base;
import zomg.model.id.BaseAlias;

/** A base that was made, on the wire. */
@Schema(
        name = "MadeBase",
        description = "The base that was made; name:version means it and no other.",
        requiredProperties = {"name", "version", "created_at"})
public record MadeBaseJson(
        BaseAlias name,
        @Schema(
                        description = "The tag; where a script made it, the sha256 of that.",
                        examples = "kq3v5m2xw4ta")
                String version,
        @Schema(description = BaseJson.SIZE, examples = "73400320") Optional<Long> sizeBytes,
        Instant createdAt) {

    static MadeBaseJson of(Base base) {
        return new MadeBaseJson(
                base.alias(), base.version(), BaseJson.bytes(base), base.createdAt());
    }
}
