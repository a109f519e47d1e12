package zomg.api.base;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.error.InvalidInput;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;
import zomg.model.base.BaseSource;
import zomg.model.base.Recipe;
import zomg.model.base.Recipes;
import zomg.model.base.ScriptDigest;
import zomg.model.id.BaseAlias;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.usecase.base.SaveBase;

/** A new base on the wire. */
@Schema(
        name = "NewBase",
        description =
                "A base to make: of a box's root as it is; of what the server's machine or a mirror"
                        + " has; or, without either, by a script that runs in a box of the parent.",
        requiredProperties = "name")
public record NewBaseJson(
        @Schema(description = "A box of the project whose root becomes the base.")
                Optional<BoxName> box,
        BaseAlias name,
        @Schema(description = "Who or what made it; else who asks.", examples = "ci")
                Optional<String> builder,
        @Schema(description = "What it is built on, or was; else box-base.")
                Optional<BaseAlias> parentAlias,
        @Schema(description = "Which version of it; else the newest.", examples = "kq3v5m2xw4ta")
                Optional<String> parentVersion,
        @Schema(
                        description =
                                "For bash -e, run as root; else the one of that name that comes with"
                                        + " the server. Of a box that is saved, what was run in it.",
                        examples = "apt-get install -y postgresql\n")
                Optional<String> script,
        @Schema(description = "Of the script; it is the version of the base.")
                Optional<ScriptDigest> scriptSha256,
        @Schema(
                        description =
                                "What to import instead: an absolute path on the server's machine,"
                                        + " of a directory or a tar archive, or debian:SUITE or"
                                        + " ubuntu:SUITE; for administrators.",
                        examples = "debian:bookworm")
                Optional<BaseSource> from) {

    private static final int LONGEST_BUILDER = 200;

    public NewBaseJson {
        if (from.isPresent()
                && (box.isPresent() || script.isPresent() || parentAlias.isPresent())) {
            throw InvalidInput.field("from", "cannot be used with box, script or parent_alias");
        }
        if (parentVersion.isPresent() && parentAlias.isEmpty()) {
            throw InvalidInput.field("parent_alias", "must be there with parent_version");
        }
        if (builder.filter(NewBaseJson::isNoName).isPresent()) {
            throw InvalidInput.field(
                    "builder",
                    "must be one line of at most %d characters".formatted(LONGEST_BUILDER));
        }
        if (script.isPresent()
                && scriptSha256
                        .filter(digest -> !digest.equals(digest(name, script.get())))
                        .isPresent()) {
            throw InvalidInput.field("script_sha256", "must be that of the script");
        }
        // Refuses what is no reference.
        parentAlias.ifPresent(alias -> new BaseReference(alias, parentVersion));
    }

    private static boolean isNoName(String text) {
        return text.isBlank()
                || text.length() > LONGEST_BUILDER
                || text.chars().anyMatch(Character::isISOControl);
    }

    private static ScriptDigest digest(BaseAlias name, String script) {
        return new ScriptDigest(new Recipe(name, script).version());
    }

    SaveBase.Request toSave(ProjectName project, BoxName source, String caller) {
        return new SaveBase.Request(
                new BoxRef(project, source),
                name,
                builder.orElse(caller),
                parentVersion.map(version -> new Base.Parent(parentAlias.orElseThrow(), version)),
                scriptSha256.or(() -> script.map(text -> digest(name, text))),
                script);
    }

    /**
     * @throws zomg.error.Refusal INVALID_REQUEST if there is none, or none of that digest
     */
    Recipe recipe(Recipes shipped) {
        Recipe recipe =
                script.map(text -> new Recipe(name, text))
                        .or(() -> shipped.find(name))
                        .orElseThrow(
                                () ->
                                        InvalidInput.field(
                                                "script",
                                                "must be there, or box, or from; recipes come with"
                                                        + " the server for: "
                                                        + shipped.names()));
        if (scriptSha256.filter(digest -> !digest.value().equals(recipe.version())).isPresent()) {
            throw InvalidInput.field("script_sha256", "must be that of the script");
        }
        return recipe;
    }

    BaseReference parent() {
        return parentAlias
                .map(alias -> new BaseReference(alias, parentVersion))
                .orElse(BaseReference.DEFAULT);
    }
}
