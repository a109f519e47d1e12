package zomg.simulation;

import java.util.List;
import java.util.Optional;
import zomg.model.box.Box;
import zomg.model.box.BoxSpec;
import zomg.model.box.BoxStatus;
import zomg.model.id.Uid;

/**
 * What a box may be, as far as its clients can know.
 *
 * @param status empty if there is no box
 * @param uid empty if nobody was told
 * @param spec empty if nobody was told
 * @param dead whether its processes may have ended unseen
 */
record BoxState(
        Optional<BoxStatus> status, Optional<Uid> uid, Optional<BoxSpec> spec, boolean dead) {

    static final BoxState ABSENT =
            new BoxState(Optional.empty(), Optional.empty(), Optional.empty(), false);

    private static final List<BoxStatus> SETTLED =
            List.of(BoxStatus.RUNNING, BoxStatus.STOPPED, BoxStatus.FAILED);

    static BoxState of(Box box) {
        return new BoxState(
                Optional.of(box.status()), Optional.of(box.uid()), Optional.of(box.spec()), false);
    }

    static boolean isSettled(Box box) {
        return SETTLED.contains(box.status());
    }

    boolean isAbsent() {
        return status.isEmpty();
    }

    boolean is(BoxStatus wanted) {
        return status.equals(Optional.of(wanted));
    }

    /** In the middle of something that was cut off. */
    boolean isStuck() {
        return status.filter(now -> !SETTLED.contains(now)).isPresent();
    }

    /** Half there: nothing but a delete may follow. */
    boolean isHalf() {
        return is(BoxStatus.CREATING) || is(BoxStatus.DELETING);
    }

    boolean isUid(Uid wanted) {
        return !isAbsent() && uid.map(wanted::equals).orElse(true);
    }

    boolean isSpec(BoxSpec wanted) {
        return spec.map(wanted::equals).orElse(true);
    }

    boolean matches(Box box) {
        return isUid(box.uid()) && isSpec(box.spec()) && is(box.status());
    }

    BoxState with(BoxStatus next) {
        return new BoxState(Optional.of(next), uid, spec, false);
    }

    BoxState with(Optional<BoxSpec> next) {
        return new BoxState(status, uid, next, dead);
    }

    BoxState maybeDead() {
        return new BoxState(status, uid, spec, true);
    }

    /** What reconciling makes of it. */
    BoxState settled() {
        return status.map(
                        now ->
                                switch (now) {
                                    case CREATING, DELETING -> ABSENT;
                                    case STOPPING -> with(BoxStatus.STOPPED);
                                    case RESUMING -> with(BoxStatus.RUNNING);
                                    case RUNNING, STOPPED, FAILED -> with(now);
                                })
                .orElse(ABSENT);
    }

    @Override
    public String toString() {
        return status.map(now -> now + uid.map(Uid::value).orElse("?") + (dead ? "?" : ""))
                .orElse("absent");
    }
}
