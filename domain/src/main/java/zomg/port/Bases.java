package zomg.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;
import zomg.model.base.Making;
import zomg.model.id.BaseAlias;
import zomg.model.id.Uid;

/** The records of all bases. */
public interface Bases {

    /** Where a base stands in the list. */
    record Place(BaseAlias alias, Instant createdAt, Uid uid) {

        public static Place of(Base base) {
            return new Place(base.alias(), base.createdAt(), base.uid());
        }
    }

    /** Records a finished base; the same alias and version again replaces the older record. */
    void add(Base base, Making making);

    /** How a base was made; nothing is known of one that there is no record of. */
    Making making(Uid base);

    /** Forgets a base; forgetting an unknown one is not an error. */
    void forget(Uid base);

    /** The base of this tag, or the newest of the alias where the reference has none. */
    Optional<Base> find(BaseReference reference);

    /**
     * By alias, newest first.
     *
     * @param after only those that come later in that order
     */
    List<Base> list(Optional<Place> after, int limit);
}
