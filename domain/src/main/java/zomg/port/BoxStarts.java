package zomg.port;

import java.util.Optional;
import zomg.model.id.Uid;

/** Tells how far starts are that take long because somebody else has to do something for them. */
public interface BoxStarts {

    /**
     * What the start of a box waits for in this moment, in words, with the reason where one is
     * given. Empty if none is under way, and of one that there is nothing to tell of.
     */
    Optional<String> waitFor(Uid box);
}
