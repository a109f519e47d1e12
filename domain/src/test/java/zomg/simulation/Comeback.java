package zomg.simulation;

import java.time.Duration;
import java.util.List;
import zomg.model.box.Box;
import zomg.simulation.Violation.Promise;
import zomg.usecase.setup.Finding;

/** The start of a server in a world where another one was. */
final class Comeback {

    private final World world;
    private final Book book;
    private final Inspection inspection;

    Comeback(World world, Book book) {
        this.world = world;
        this.book = book;
        this.inspection = new Inspection(world);
    }

    /** Whether it survived that. */
    boolean start(Life life) {
        world.awaitPrograms();
        book.shelf().die();
        book.stock().die();
        book.signs().die();
        world.trace(() -> "a server starts");
        try {
            life.zomg().reconcile().repair();
        } catch (Life.Killed _) {
            return false;
        } catch (RuntimeException failure) {
            if (!life.hadTrouble()) {
                throw new AssertionError("the server does not come back", failure);
            }
        }
        return true;
    }

    /**
     * Without faults; then everything has to be as it was promised.
     *
     * @param trouble whether boxes may have failed to come back before
     */
    void startAndCheck(boolean trouble) {
        start(healthy());
        book.settle(inspection.boxes(), world.machine().allBases(), trouble);
        inspection.check();
        book.shelf().check(world.machine(), inspection.boxes());
        book.stock().check(world.machine());
        book.signs().check(world.machine(), inspection.boxes());
        book.album().check(world.machine(), world.contents(), inspection.boxes());
        Keyed.check(world, book.keyed());
        List<Box> before = inspection.boxes();
        List<Finding> found = healthy().zomg().reconcile().repair();
        Violation.unless(
                found.isEmpty() && inspection.boxes().equals(before),
                Promise.RECONCILING_TWICE_IS_RECONCILING_ONCE,
                "the second time it found %s",
                found);
        inspection.check();
    }

    private Life healthy() {
        return new Life(world, FaultPlan.NOTHING, Duration.ZERO);
    }
}
