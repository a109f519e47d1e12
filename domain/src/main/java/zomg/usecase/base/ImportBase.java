package zomg.usecase.base;

import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import zomg.error.Refusal;
import zomg.model.base.Base;
import zomg.model.base.BaseSource;
import zomg.model.id.BaseAlias;
import zomg.model.id.Uid;
import zomg.port.BaseStore;
import zomg.port.Bases;
import zomg.port.IdSource;
import zomg.usecase.operation.Steps;

/** Makes a base of a directory or an archive on the server's machine. */
public final class ImportBase {

    private final Bases bases;
    private final BaseStore store;
    private final BuildsUnderWay underWay;
    private final IdSource ids;
    private final InstantSource clock;

    public ImportBase(
            Bases bases,
            BaseStore store,
            BuildsUnderWay underWay,
            IdSource ids,
            InstantSource clock) {
        this.bases = bases;
        this.store = store;
        this.underWay = underWay;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * The disk comes first and the record last: what a crash leaves has no record, and is removed
     * at the next start. What fails leaves nothing.
     *
     * @throws Refusal INVALID_REQUEST, with the field {@code from}, if there is no such thing or no
     *     box could start from it; INSUFFICIENT_STORAGE
     */
    public Base load(BaseAlias name, BaseSource source, String builder) {
        Uid uid = ids.next();
        Base base =
                new Base(
                        uid,
                        name,
                        uid.value(),
                        builder,
                        source.path(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        clock.instant());
        try (BuildsUnderWay.Mark _ = underWay.mark(uid)) {
            Steps.next(5, "copying " + source);
            try {
                store.load(uid, source);
                new RecordBase(bases, store).record(base);
            } catch (RuntimeException failure) {
                remove(base, failure);
                throw failure;
            }
        }
        return base;
    }

    /** If only the answer got lost, the record is there, and so is the base. */
    private void remove(Base base, RuntimeException failure) {
        try {
            if (!bases.find(base.reference()).equals(Optional.of(base))) {
                store.delete(base.uid());
            }
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }
}
