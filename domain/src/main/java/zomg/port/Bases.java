package zomg.port;

import java.util.List;
import java.util.Optional;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;

/** The records of all bases. */
public interface Bases {

    /** Records a finished base; the same alias and version again replaces the older record. */
    void add(Base base);

    /** The base of this tag, or the newest of the alias where the reference has none. */
    Optional<Base> find(BaseReference reference);

    /** By alias, newest first. */
    List<Base> list();
}
