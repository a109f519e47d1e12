package zomg.api.box;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.error.InvalidInput;
import zomg.model.base.BaseReference;
import zomg.model.box.BoxConfig;
import zomg.model.box.Environment;
import zomg.model.box.GracePeriod;
import zomg.model.box.Isolation;
import zomg.model.box.Port;
import zomg.model.box.Tags;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.model.volume.DataMounts;
import zomg.usecase.box.CreateBox;

/** A new box on the wire. */
@Schema(
        name = "CreateBox",
        description = "A box to make. Without base and fork it starts from box-base.",
        requiredProperties = "name")
public record CreateBoxJson(
        BoxName name,
        Optional<BaseReference> base,
        @Schema(description = "A box of the same project to copy instead of a base.")
                Optional<BoxName> fork,
        Optional<BoxConfigJson> config,
        Optional<NewEnvironment> environment,
        Optional<Tags> tags,
        Optional<Port> port,
        Optional<GracePeriod> terminationGracePeriodSeconds,
        Optional<Isolation> isolation,
        @Schema(
                        description =
                                "Data volumes of the project: each once, each path once. A fork has"
                                        + " copies of its source's besides.",
                        maxItems = 32)
                Optional<List<DataMountJson>> dataMounts) {

    public CreateBoxJson {
        if (base.isPresent() && fork.isPresent()) {
            throw InvalidInput.field("base", "cannot be used with fork");
        }
    }

    CreateBox.Request toRequest(ProjectName project) {
        return new CreateBox.Request(
                new BoxRef(project, name),
                fork.<CreateBox.Source>map(CreateBox.Source.ForkOf::new)
                        .orElseGet(
                                () ->
                                        new CreateBox.Source.FromBase(
                                                base.orElse(BaseReference.DEFAULT))),
                config.map(BoxConfigJson::toConfig).orElse(BoxConfig.UNLIMITED),
                environment.map(NewEnvironment::variables).orElse(Environment.EMPTY),
                tags.orElse(Tags.NONE),
                port,
                terminationGracePeriodSeconds,
                isolation,
                dataMounts
                        .map(mounts -> mounts.stream().map(DataMountJson::toMount).toList())
                        .map(DataMounts::new)
                        .orElse(DataMounts.NONE));
    }
}
