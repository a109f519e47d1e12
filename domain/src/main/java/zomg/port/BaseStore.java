package zomg.port;

import java.util.Set;
import zomg.model.id.Uid;

/** Read-only templates on disk, each named by its uid. */
public interface BaseStore {

    /**
     * Makes a bare distribution from the mirror that the store is set up with: enough to run a
     * package manager. Takes minutes; made anew if an earlier try was cut off.
     *
     * @return what it was made from, in words
     * @throws zomg.error.Refusal ENGINE_UNAVAILABLE if no mirror can be reached
     */
    String bootstrap(Uid base);

    /** Makes {@code base} from a root as it is now. */
    void seal(Uid base, Uid root);

    void delete(Uid base);

    Set<Uid> list();
}
