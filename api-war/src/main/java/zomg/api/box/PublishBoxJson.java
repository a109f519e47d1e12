package zomg.api.box;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.network.Host;
import zomg.model.network.HostChoice;
import zomg.model.network.Subdomain;

/** Which host shall lead to a box, on the wire. */
@Schema(
        name = "PublishBox",
        description = "A whole host, or a subdomain and the domain that it is of.")
public record PublishBoxJson(
        Optional<Subdomain> subdomain,
        @Schema(description = "The whole host; then neither subdomain nor domain.")
                Optional<Host> host,
        @Schema(
                        description =
                                "What the subdomain is of; if nothing is said, the domain that the"
                                        + " server publishes under.")
                Optional<Host> domain) {

    HostChoice toChoice() {
        return HostChoice.of(host, subdomain, domain);
    }
}
