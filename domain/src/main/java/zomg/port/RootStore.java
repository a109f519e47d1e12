package zomg.port;

import java.util.Optional;
import java.util.Set;
import zomg.model.id.Uid;
import zomg.model.space.Storage;

/**
 * The roots of boxes: copy-on-write disks, each named by the uid of its box. Every call is
 * idempotent: what is already so stays so.
 *
 * @see BaseStore
 */
public interface RootStore {

    /**
     * A new root from a base; subvolumes nested in it are copied too.
     *
     * @throws zomg.error.Refusal BASE_NOT_FOUND if the base is gone, INSUFFICIENT_STORAGE if there
     *     is no room
     */
    void create(Uid root, Uid base);

    /**
     * A new root that equals {@code source} at one instant; subvolumes nested in it are copied too.
     *
     * @throws zomg.error.Refusal INSUFFICIENT_STORAGE if there is no room
     */
    void fork(Uid root, Uid source);

    /**
     * How much the box may keep on its disk, besides what it shares with its base or its fork's
     * source; its {@code /tmp} counts too. Obeyed at once and until the next call. Below what it
     * keeps already, it can write nothing more.
     *
     * @throws zomg.error.Refusal QUOTA_UNSUPPORTED for a limit where nothing is counted
     */
    void limit(Uid root, Optional<Storage> storage);

    /** Removes a root with all that is nested in it; the space comes back later. */
    void delete(Uid root);

    /**
     * Puts a root away for a person to look at: it is no root any more, and keeps what is in it.
     * What never became a whole root is deleted.
     */
    void setAside(Uid root);

    /**
     * Tidies up behind deleted roots what could not go with them; to be called now and then. What
     * was deleted before this call stays deleted, whatever happens to the machine afterwards.
     */
    void sweep();

    /** Every root, also one that is not whole. */
    Set<Uid> list();
}
