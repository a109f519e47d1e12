package zomg.api.box;

import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.box.BoxConfig;
import zomg.model.box.GracePeriod;
import zomg.model.box.Port;
import zomg.model.box.Settings;
import zomg.model.box.Tags;
import zomg.usecase.box.UpdateBox;

/** Changes of a box on the wire. */
@Schema(name = "UpdateBox", description = "What to change of a box; what is absent stays as it is.")
public record UpdateBoxJson(
        Optional<BoxConfigJson> config,
        Optional<Settings> environment,
        Optional<Port> port,
        Optional<Tags> tags,
        Optional<GracePeriod> terminationGracePeriodSeconds) {

    UpdateBox.Request toRequest() {
        return new UpdateBox.Request(
                config.map(BoxConfigJson::toConfig).orElse(BoxConfig.UNLIMITED),
                port,
                terminationGracePeriodSeconds,
                tags.orElse(Tags.NONE),
                environment.orElseGet(() -> Settings.parse(Map.of())));
    }
}
