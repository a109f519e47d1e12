package zomg.port;

import java.util.OptionalLong;
import java.util.Set;
import zomg.model.base.BaseSource;
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

    /**
     * Makes {@code base} equal to another one.
     *
     * @throws zomg.error.Refusal BASE_NOT_FOUND if that is gone, INSUFFICIENT_STORAGE
     */
    void copy(Uid base, Uid source);

    /**
     * Makes {@code base} from a root as it is now, with the subvolumes nested in it.
     *
     * @return how many bytes have been written to the root that are kept; empty where nothing is
     *     counted
     * @throws zomg.error.Refusal INSUFFICIENT_STORAGE if there is no room
     */
    OptionalLong seal(Uid base, Uid root);

    /**
     * Makes {@code base} of a directory or a tar archive on the store's machine, with owners,
     * modes, links and extended attributes, or of a suite as {@link #bootstrap} does. Made anew if
     * an earlier try was cut off.
     *
     * @return what it was made from, in words
     * @throws zomg.error.Refusal INVALID_REQUEST, with the field {@code from}, if there is no such
     *     thing, it is damaged, or no box could start from it; ENGINE_UNAVAILABLE if the mirror
     *     cannot be reached; INSUFFICIENT_STORAGE
     */
    String load(Uid base, BaseSource source);

    /** Removes a base; roots made from it stay. The space comes back later. */
    void delete(Uid base);

    Set<Uid> list();
}
