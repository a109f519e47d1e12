package zomg.api.base;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.base.Base;
import zomg.model.base.Making;
import zomg.model.base.ScriptDigest;
import zomg.model.id.BaseAlias;
import zomg.model.id.Uid;
import zomg.usecase.base.ListBases;

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
        @Schema(description = "What it was built on, if that is known.", examples = "box-base")
                Optional<BaseAlias> parentAlias,
        @Schema(description = "Which version of it.", examples = "kq3v5m2xw4ta")
                Optional<String> parentVersion,
        @Schema(description = "Of the script that made it, if one did.")
                Optional<ScriptDigest> scriptSha256,
        @Schema(
                        description = "What the script did without; not in lists.",
                        examples = "code: update.code.visualstudio.com does not answer")
                Optional<List<String>> missing,
        @Schema(description = SIZE, examples = "73400320") Optional<Long> sizeBytes,
        Instant createdAt) {

    static final String SIZE =
            "What it has of its own, besides what it shares with what it was made from; absent"
                    + " where nothing was counted.";

    /** One page of bases. */
    @Schema(
            name = "BasePage",
            description = "Bases by alias, newest first.",
            requiredProperties = {"bases", "has_more"})
    public record PageJson(
            List<BaseJson> bases,
            boolean hasMore,
            @Schema(description = "Asks for the next page; absent on the last one.")
                    Optional<BasesToken> nextContinuationToken) {

        static PageJson of(ListBases.Page page) {
            return new PageJson(
                    page.bases().stream().map(BaseJson::of).toList(),
                    page.next().isPresent(),
                    page.next().map(BasesToken::new));
        }
    }

    static BaseJson of(Base base) {
        return of(base, Making.UNKNOWN);
    }

    static BaseJson of(Base base, Making making) {
        return new BaseJson(
                base.uid(),
                base.alias(),
                base.version(),
                base.builder(),
                base.origin(),
                base.parent().map(Base.Parent::alias),
                base.parent().map(Base.Parent::version),
                base.scriptDigest(),
                Optional.of(making.missing()).filter(parts -> !parts.isEmpty()),
                bytes(base),
                base.createdAt());
    }

    static Optional<Long> bytes(Base base) {
        return base.bytes().stream().boxed().findFirst();
    }
}
