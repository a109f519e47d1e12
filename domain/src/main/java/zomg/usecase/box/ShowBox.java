package zomg.usecase.box;

import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.id.BoxRef;
import zomg.port.Boxes;

/** Finds one box. */
public final class ShowBox {

    private final Boxes boxes;

    public ShowBox(Boxes boxes) {
        this.boxes = boxes;
    }

    /**
     * @throws Refusal BOX_NOT_FOUND
     */
    public Box show(BoxRef ref) {
        return find(ref).orElseThrow(() -> notFound(ref));
    }

    public Optional<Box> find(BoxRef ref) {
        return boxes.find(ref);
    }

    private static Refusal notFound(BoxRef ref) {
        return new Refusal(
                ErrorCode.BOX_NOT_FOUND,
                "there is no box %s in project %s".formatted(ref.name(), ref.project()));
    }
}
