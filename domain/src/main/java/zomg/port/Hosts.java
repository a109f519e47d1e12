package zomg.port;

import java.util.Optional;
import zomg.model.box.Box;
import zomg.model.id.BoxRef;
import zomg.model.network.Host;

/**
 * Which hosts are published, each for one box. They are part of the records of {@link Boxes}, which
 * has no other way to change them; a box that is forgotten leaves its hosts free.
 */
public interface Hosts {

    /**
     * What is wanted.
     *
     * @param namesake the box whose own host it is, if there is such a box
     */
    record Claim(Host host, Optional<BoxRef> namesake) {}

    /** The boxes as they are recorded now: who has the host, and who had it. */
    record Claimed(Box winner, Optional<Box> loser) {}

    /** The box that it is published for. */
    Optional<Box> owner(Host host);

    /**
     * Records in one step that the host is published for {@code box} and not for {@code from}. Of
     * several who claim the same host at the same time, one gets it.
     *
     * @param from who has it, as it was read; empty if nobody does
     * @throws zomg.error.Refusal HOST_IN_USE if another box than {@code from} has it, or if there
     *     is the namesake; BOX_BUSY if one of the records was changed since it was read;
     *     BOX_NOT_FOUND if {@code box} is gone; INVALID_REQUEST if it has too many
     */
    Claimed claim(Box box, Claim claim, Optional<Box> from);

    /**
     * Records that the host is published for {@code box} no longer.
     *
     * @return the box as it is recorded now
     * @throws zomg.error.Refusal HOST_NOT_OWNED if the box does not have it; BOX_BUSY if its record
     *     was changed since it was read; BOX_NOT_FOUND if it is gone
     */
    Box release(Box box, Host host);
}
