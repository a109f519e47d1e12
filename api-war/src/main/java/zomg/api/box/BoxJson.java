package zomg.api.box;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.base.BaseReference;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.BoxSpec;
import zomg.model.box.BoxStatus;
import zomg.model.box.Environment;
import zomg.model.box.GracePeriod;
import zomg.model.box.Isolation;
import zomg.model.box.Port;
import zomg.model.box.Tags;
import zomg.model.id.BoxName;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.usecase.box.UpdateBox;

/** A box on the wire. */
@Schema(
        name = "Box",
        description = "A persistent Linux machine.",
        requiredProperties = {"id", "name", "project", "status", "created_at", "updated_at"})
public record BoxJson(
        Uid id,
        BoxName name,
        ProjectName project,
        BoxStatus status,
        Instant createdAt,
        Instant updatedAt,
        Optional<BaseReference> base,
        Optional<BoxConfigJson> config,
        Optional<Environment> environment,
        Optional<Port> port,
        Optional<Tags> tags,
        Optional<GracePeriod> terminationGracePeriodSeconds,
        Optional<Isolation> isolation,
        Optional<BoxParentJson> parent,
        @Schema(description = "Its data volumes; absent if it has none.")
                Optional<List<DataMountJson>> dataMounts,
        @Schema(
                        description = "Why the status is failed, or still deleting.",
                        examples = "the box did not start: /usr/bin/tini is missing")
                Optional<String> failure,
        @Schema(
                        description =
                                "Only in the answer to an update: settings that were given and do"
                                        + " not apply.",
                        examples = "[\"FOO\"]")
                Optional<List<String>> ignored) {

    public static BoxJson of(Box box) {
        return of(box, Optional.empty());
    }

    static BoxJson of(UpdateBox.Outcome outcome) {
        return of(outcome.box(), Optional.of(outcome.ignored()));
    }

    private static BoxJson of(Box box, Optional<List<String>> ignored) {
        BoxSpec spec = box.spec();
        return new BoxJson(
                box.uid(),
                box.ref().name(),
                box.ref().project(),
                box.status(),
                box.createdAt(),
                box.updatedAt(),
                Optional.of(spec.base()),
                Optional.of(spec.config())
                        .filter(config -> !config.equals(BoxConfig.UNLIMITED))
                        .map(BoxConfigJson::of),
                Optional.of(spec.environment()).filter(some -> !some.variables().isEmpty()),
                spec.port(),
                Optional.of(spec.tags()).filter(some -> !some.entries().isEmpty()),
                Optional.of(spec.grace()),
                Optional.of(spec.isolation()),
                box.parent().map(BoxParentJson::of),
                Optional.of(spec.volumes().mounts().mounts())
                        .filter(mounts -> !mounts.isEmpty())
                        .map(mounts -> mounts.stream().map(DataMountJson::of).toList()),
                box.failure(),
                ignored);
    }
}
