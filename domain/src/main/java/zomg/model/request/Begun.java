package zomg.model.request;

import java.util.Optional;
import zomg.model.box.BoxStatus;
import zomg.model.id.Uid;
import zomg.model.journal.Change;

/**
 * How far an attempt at a request has come. What it has done to records is known, because it is
 * noted with them.
 *
 * @param attempt which one
 * @param box the new box that it makes; empty if it does something else
 * @param whole whether that box runs, so that nobody undoes it any more
 * @param recorded whether records tell what it does; a command in a box leaves none
 */
public record Begun(Uid attempt, Optional<Uid> box, boolean whole, boolean recorded) {

    /** With its first change of a record. */
    public static Begun by(Uid attempt, Change change) {
        return new Begun(attempt, makesBox(change) ? change.uid() : Optional.empty(), false, true);
    }

    private static boolean makesBox(Change change) {
        return change.isOfBox() && change.from().isEmpty();
    }

    /** Something that no record tells of. */
    public static Begun unrecorded(Uid attempt) {
        return new Begun(attempt, Optional.empty(), false, false);
    }

    /** With a further change. */
    public Begun and(Change change) {
        if (!recorded || makesBox(change)) {
            return by(attempt, change);
        }
        return change.isOfBox() && box.isPresent() && box.equals(change.uid())
                ? new Begun(
                        attempt,
                        box,
                        change.to().equals(Optional.of(BoxStatus.RUNNING.wireName())),
                        true)
                : this;
    }
}
