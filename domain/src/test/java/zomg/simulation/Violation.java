package zomg.simulation;

/** A promise that was broken. */
final class Violation extends AssertionError {

    /** What is promised; P1 to P7 are checked after each start. */
    enum Promise {
        P1_NO_ORPHANS,
        P2_NOTHING_ACKNOWLEDGED_IS_LOST,
        P3_NO_ACKNOWLEDGED_DELETE_COMES_BACK,
        P4_WHOLLY_THERE_OR_WHOLLY_GONE,
        P5_ONE_WINNER,
        P6_ONE_KEY_ONE_EFFECT,
        P7_A_FORK_EQUALS_ITS_SOURCE,
        FOREIGN_THINGS_ARE_NOT_TOUCHED,
        RECONCILING_TWICE_IS_RECONCILING_ONCE,
        ANSWERS_ARE_TRUE,
        EVERYTHING_WORKS_AGAIN
    }

    private static final long serialVersionUID = 1;

    private final Promise promise;

    Violation(Promise promise, String what) {
        super(promise + ": " + what);
        this.promise = promise;
    }

    Promise promise() {
        return promise;
    }

    static void unless(boolean kept, Promise promise, String what, Object... arguments) {
        if (!kept) {
            throw new Violation(promise, what.formatted(arguments));
        }
    }
}
