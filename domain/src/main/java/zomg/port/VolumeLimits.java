package zomg.port;

import java.util.Optional;
import zomg.model.id.Uid;
import zomg.model.space.Storage;

/**
 * How much may be kept in data volumes, each named by its uid. Every call is idempotent.
 *
 * @see VolumeStore
 */
public interface VolumeLimits {

    /**
     * How much may be kept in a volume and its snapshots, besides what it shares with what it was
     * copied from. Obeyed at once and until the next call. Below what is kept already, nothing more
     * can be written.
     *
     * @throws zomg.error.Refusal QUOTA_UNSUPPORTED for a limit where nothing is counted
     */
    void limit(Uid volume, Optional<Storage> storage);

    /** The limit that is in force; empty if there is none. */
    Optional<Storage> limit(Uid volume);

    /**
     * Tidies up what could not go with deleted volumes, and what work on others left that was cut
     * off; to be called now and then.
     */
    void sweep();
}
