package zomg.api.base;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.base.Base;
import zomg.model.id.BaseAlias;
import zomg.model.id.Uid;

/** A base on the wire. */
@Schema(
        name = "Base",
        description = "A read-only template that boxes start from.",
        requiredProperties = {"id", "alias", "version", "builder", "origin", "created_at"})
public record BaseJson(
        Uid id,
        BaseAlias alias,
        @Schema(
                        description = "The tag; of a built base the sha256 of its script.",
                        examples =
                                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
                String version,
        @Schema(description = "Who or what made it.", examples = "zomg") String builder,
        @Schema(
                        description = "What it was made from.",
                        examples = "Ubuntu noble from http://archive.ubuntu.com/ubuntu")
                String origin,
        Instant createdAt) {

    /** All bases. */
    @Schema(
            name = "BaseList",
            description = "Bases by alias, newest first.",
            requiredProperties = "bases")
    public record ListJson(List<BaseJson> bases) {

        static ListJson of(List<Base> bases) {
            return new ListJson(bases.stream().map(BaseJson::of).toList());
        }
    }

    static BaseJson of(Base base) {
        return new BaseJson(
                base.uid(),
                base.alias(),
                base.version(),
                base.builder(),
                base.origin(),
                base.createdAt());
    }
}
