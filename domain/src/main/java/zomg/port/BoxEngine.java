package zomg.port;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.Sighting;
import zomg.model.id.Uid;
import zomg.model.project.Project;

/**
 * Runs boxes. Every call is idempotent: asking twice is asking once. Boxes outlive the server; a
 * new engine finds what an older one started.
 */
public interface BoxEngine {

    /**
     * Runs the box on its root; returns when its first process runs. A box that runs already is
     * left alone.
     *
     * @throws zomg.error.Refusal START_FAILED if the box's own root or settings are the reason
     */
    void start(Box box, Project project);

    /**
     * TERM to every process, KILL to what is left after {@code grace}; returns when none is left.
     * With a grace of zero all are killed at once.
     */
    void stop(Uid box, Duration grace);

    /** Stops at once and removes all that the engine keeps for the box; its root stays. */
    void remove(Uid box);

    /**
     * Makes a running box obey the limits in its record, that of its disk too, and gives it back
     * its name among others if that was taken from it.
     */
    void adjust(Box box);

    boolean isRunning(Uid box);

    /** Every box of which the engine has anything, running or not. */
    Set<Uid> list();

    /**
     * What there is of one box; empty if nothing.
     *
     * @param limits what its record says
     */
    Optional<Sighting> sight(Uid box, BoxConfig limits);
}
