package zomg.port;

import java.util.Set;
import zomg.model.id.Uid;

/**
 * What the boxes of a project share: its volumes, named by its uid. {@link BoxEngine#start} makes
 * them, and keeps those that are there. Every call is idempotent.
 */
public interface ProjectVolumes {

    /** Every project of which there is a volume. */
    Set<Uid> list();

    /**
     * Removes all of a project's volumes, with what is nested in them; the space comes back later.
     * No box may have them.
     */
    void delete(Uid project);

    /**
     * Puts all of a project's volumes away for a person to look at: they are none any more, and
     * keep what is in them.
     */
    void setAside(Uid project);
}
