package zomg.api.box;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.box.BoxPage;
import zomg.usecase.box.BoxHosts;

/** One page of a list of boxes on the wire. */
@Schema(
        name = "BoxPage",
        description = "Boxes in the order of project and name.",
        requiredProperties = {"boxes", "has_more"})
public record BoxPageJson(
        List<BoxJson> boxes,
        boolean hasMore,
        @Schema(description = "Asks for the next page; absent on the last one.")
                Optional<ContinuationToken> nextContinuationToken) {

    static BoxPageJson of(BoxPage page, BoxHosts hosts) {
        return new BoxPageJson(
                page.boxes().stream().map(box -> BoxJson.of(box, hosts)).toList(),
                page.next().isPresent(),
                page.next().map(ContinuationToken::new));
    }
}
