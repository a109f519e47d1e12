package zomg.usecase.base;

import java.util.Optional;
import zomg.error.Refusal;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;
import zomg.port.BaseStore;
import zomg.port.Bases;

/** Deletes a base. Boxes that were made from it keep their roots and never notice. */
public final class DeleteBase {

    private final Bases bases;
    private final BaseStore store;

    public DeleteBase(Bases bases, BaseStore store) {
        this.bases = bases;
        this.store = store;
    }

    /**
     * Its record goes first: what of it is left after a crash has none, and is removed at the next
     * start. A box that is being made from it at this moment is made, or refused.
     *
     * @param reference an alias without a tag means all of its versions
     * @return how many there were
     * @throws Refusal what the disk says; then no record names it any more
     */
    public int delete(BaseReference reference) {
        int deleted = 0;
        Optional<Base> next = bases.find(reference);
        while (next.isPresent()) {
            bases.forget(next.get().uid());
            store.delete(next.get().uid());
            deleted++;
            next = bases.find(reference);
        }
        return deleted;
    }
}
