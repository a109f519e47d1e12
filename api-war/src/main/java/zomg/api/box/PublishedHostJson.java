package zomg.api.box;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.network.Host;

/** Which host it is, on the wire. */
@Schema(
        name = "PublishedHost",
        description = "A host that leads to a box now, or does not any more.",
        requiredProperties = "host")
public record PublishedHostJson(Host host) {}
