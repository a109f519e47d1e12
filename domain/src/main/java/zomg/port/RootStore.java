package zomg.port;

import java.util.Set;
import zomg.model.id.Uid;

/**
 * The roots of boxes: copy-on-write disks, each named by the uid of its box. Every call is
 * idempotent: what is already so stays so.
 *
 * @see BaseStore
 */
public interface RootStore {

    /**
     * A new root from a base.
     *
     * @throws zomg.error.Refusal INSUFFICIENT_STORAGE if there is no room
     */
    void create(Uid root, Uid base);

    /**
     * A new root that equals {@code source} at one instant; subvolumes nested in it are copied too.
     *
     * @throws zomg.error.Refusal INSUFFICIENT_STORAGE if there is no room
     */
    void fork(Uid root, Uid source);

    /** Removes a root with all that is nested in it; the space comes back later. */
    void delete(Uid root);

    Set<Uid> list();
}
