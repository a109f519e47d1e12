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
import zomg.model.network.Host;
import zomg.usecase.box.BoxHosts;
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
        @Schema(
                        description =
                                "Where it is reached: by a host that it has as long as it is there,"
                                        + " and that leads to its port, or to 8080 if none is set."
                                        + " Absent where no hosts lead to boxes.",
                        examples = "https://web.boxes.example.com")
                Optional<String> url,
        @Schema(
                        description = "Hosts that were published for it; absent if there are none.",
                        examples = "[\"blog.example.com\"]")
                Optional<List<String>> publishedDomains,
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

    public static BoxJson of(Box box, BoxHosts hosts) {
        return of(box, hosts, Optional.empty());
    }

    static BoxJson of(UpdateBox.Outcome outcome, BoxHosts hosts) {
        return of(outcome.box(), hosts, Optional.of(outcome.ignored()));
    }

    private static BoxJson of(Box box, BoxHosts hosts, Optional<List<String>> ignored) {
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
                hosts.url(box.ref()),
                Optional.of(box.hosts().all())
                        .filter(published -> !published.isEmpty())
                        .map(published -> published.stream().map(Host::value).toList()),
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
