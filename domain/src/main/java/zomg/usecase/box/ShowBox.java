package zomg.usecase.box;

import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.box.Precondition;
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

    /**
     * To run something in.
     *
     * @throws Refusal BOX_NOT_FOUND, BOX_NOT_RUNNING
     */
    Box running(BoxRef ref) {
        Box box = show(ref);
        if (!box.is(BoxStatus.RUNNING)) {
            throw new Refusal(
                    ErrorCode.BOX_NOT_RUNNING,
                    "box is %s; resume it first".formatted(box.status().wireName()));
        }
        return box;
    }

    /**
     * To look at its disk.
     *
     * @throws Refusal BOX_NOT_FOUND, BOX_BUSY
     */
    public Box whole(BoxRef ref) {
        Box box = show(ref);
        requireWhole(box);
        return box;
    }

    /** The box in its turn, to change it. */
    public Box whole(BoxRef ref, Precondition precondition) {
        Box box = show(ref);
        precondition.require(box);
        requireWhole(box);
        return box;
    }

    /**
     * Who has the box's turn and finds it half created or half deleted sees what was cut off. Its
     * root may be half there: nothing but a delete may follow.
     *
     * @throws Refusal BOX_BUSY
     */
    static void requireWhole(Box box) {
        if (box.is(BoxStatus.CREATING) || box.is(BoxStatus.DELETING)) {
            throw new Refusal(
                    ErrorCode.BOX_BUSY,
                    "box is stuck in %s; it can only be deleted"
                            .formatted(box.status().wireName()));
        }
    }

    private static Refusal notFound(BoxRef ref) {
        return new Refusal(
                ErrorCode.BOX_NOT_FOUND,
                "there is no box %s in project %s".formatted(ref.name(), ref.project()));
    }
}
