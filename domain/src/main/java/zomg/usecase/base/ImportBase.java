package zomg.usecase.base;

import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import zomg.error.Refusal;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;
import zomg.model.base.BaseSource;
import zomg.model.base.Making;
import zomg.model.id.BaseAlias;
import zomg.model.id.Uid;
import zomg.port.BaseStore;
import zomg.port.Bases;
import zomg.port.IdSource;
import zomg.usecase.operation.Steps;

/**
 * Makes a base of a directory or an archive on the server's machine, or of a suite of its mirror.
 */
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
     * at the next start. What fails or is called off leaves nothing.
     *
     * @throws Refusal INVALID_REQUEST, with the field {@code from}, if there is no such thing or no
     *     box could start from it; ENGINE_UNAVAILABLE if a mirror cannot be reached;
     *     INSUFFICIENT_STORAGE
     */
    public Base load(BaseAlias name, BaseSource source, String builder) {
        Uid uid = ids.next();
        try (BuildsUnderWay.Mark _ = underWay.mark(uid)) {
            try {
                return loadNow(uid, name, source, builder);
            } catch (RuntimeException failure) {
                remove(uid, name, failure);
                throw failure;
            }
        }
    }

    private Base loadNow(Uid uid, BaseAlias name, BaseSource source, String builder) {
        Steps.next(
                5,
                switch (source) {
                    case BaseSource.Place place -> "copying " + place;
                    case BaseSource.Suite suite -> "fetching " + suite;
                });
        String origin = Steps.interruptibly(() -> store.load(uid, source));
        Steps.last(95, "keeping what was imported");
        Base base =
                new Base(
                        uid,
                        name,
                        uid.value(),
                        builder,
                        origin,
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        clock.instant());
        new RecordBase(bases, store).record(base, Making.UNKNOWN);
        return base;
    }

    /** If only the answer got lost, the record is there, and so is the base. */
    private void remove(Uid uid, BaseAlias name, RuntimeException failure) {
        try {
            if (bases.find(new BaseReference(name, Optional.of(uid.value())))
                    .filter(base -> base.uid().equals(uid))
                    .isEmpty()) {
                store.delete(uid);
            }
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }
}
