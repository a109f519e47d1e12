package zomg.api.box;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.box.Box;
import zomg.model.id.BoxName;
import zomg.model.id.Uid;

/** Where a fork comes from, on the wire. */
@Schema(
        name = "BoxParent",
        description = "The box that this one was forked from, as it was called then.",
        requiredProperties = {"name", "id"})
public record BoxParentJson(BoxName name, Uid id) {

    static BoxParentJson of(Box.Parent parent) {
        return new BoxParentJson(parent.name(), parent.uid());
    }
}
