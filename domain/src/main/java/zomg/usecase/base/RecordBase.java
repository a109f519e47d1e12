package zomg.usecase.base;

import java.util.Optional;
import zomg.model.base.Base;
import zomg.model.base.Making;
import zomg.port.BaseStore;
import zomg.port.Bases;

/** Makes a sealed base one that people can ask for. */
final class RecordBase {

    private final Bases bases;
    private final BaseStore store;

    RecordBase(Bases bases, BaseStore store) {
        this.bases = bases;
        this.store = store;
    }

    /**
     * What had the same alias and version before is deleted: no record names it any more. If that
     * fails, it is removed as an orphan later.
     */
    void record(Base base, Making making) {
        Optional<Base> replaced =
                bases.find(base.reference()).filter(known -> !known.uid().equals(base.uid()));
        bases.add(base, making);
        replaced.ifPresent(known -> store.delete(known.uid()));
    }
}
