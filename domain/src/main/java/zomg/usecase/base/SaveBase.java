package zomg.usecase.base;

import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import zomg.error.Refusal;
import zomg.model.base.Base;
import zomg.model.base.Making;
import zomg.model.base.ScriptDigest;
import zomg.model.box.Box;
import zomg.model.id.BaseAlias;
import zomg.model.id.BoxRef;
import zomg.model.id.Uid;
import zomg.port.BaseStore;
import zomg.port.Bases;
import zomg.port.IdSource;
import zomg.port.SnapshotStore;
import zomg.usecase.box.BoxTurns;
import zomg.usecase.box.OneInstant;
import zomg.usecase.box.ShowBox;
import zomg.usecase.operation.Steps;

/** Makes a base of what a box has on its root. */
public final class SaveBase {

    /**
     * What is asked for.
     *
     * @param builder who or what made it
     * @param parent what the box was made from, if the client knows better than its record
     * @param digest of the script that made it of its parent; it is the version then
     * @param script that one, if the client tells it
     */
    public record Request(
            BoxRef box,
            BaseAlias name,
            String builder,
            Optional<Base.Parent> parent,
            Optional<ScriptDigest> digest,
            Optional<String> script) {}

    private final ShowBox showBox;
    private final Bases bases;
    private final BaseStore store;
    private final SnapshotStore roots;
    private final OneInstant oneInstant;
    private final BuildsUnderWay underWay;
    private final BoxTurns turns;
    private final IdSource ids;
    private final InstantSource clock;

    public SaveBase(
            ShowBox showBox,
            Bases bases,
            BaseStore store,
            SnapshotStore roots,
            OneInstant oneInstant,
            BuildsUnderWay underWay,
            BoxTurns turns,
            IdSource ids,
            InstantSource clock) {
        this.showBox = showBox;
        this.bases = bases;
        this.store = store;
        this.roots = roots;
        this.oneInstant = oneInstant;
        this.underWay = underWay;
        this.turns = turns;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Of the root as it is at one instant; the box may run on, and stands still for a moment if
     * there are subvolumes in it. The disk comes first and the record last: what a crash leaves in
     * between has no record, and is removed at the next start.
     *
     * @throws Refusal BOX_NOT_FOUND, BOX_BUSY, BUSY_WRITING, INSUFFICIENT_STORAGE
     */
    public Base save(Request request) {
        return turns.take(request.box(), () -> saveNow(request));
    }

    private Base saveNow(Request request) {
        Box box = showBox.whole(request.box());
        Uid uid = ids.next();
        try (BuildsUnderWay.Mark _ = underWay.mark(uid)) {
            Steps.next(10, "copying the box's disk");
            Base base = base(request, box, uid, seal(uid, box.uid()));
            try {
                new RecordBase(bases, store).record(base, Making.by(request.script()));
            } catch (RuntimeException failure) {
                removeUnrecorded(base, failure);
                throw failure;
            }
            return base;
        }
    }

    private OptionalLong seal(Uid base, Uid root) {
        AtomicReference<OptionalLong> bytes = new AtomicReference<>(OptionalLong.empty());
        oneInstant.copy(
                base,
                Set.of(root),
                new OneInstant.Copying() {
                    @Override
                    public boolean takesSteps() {
                        return roots.takesSteps(root);
                    }

                    @Override
                    public void flush() {
                        roots.flush(root);
                    }

                    @Override
                    public void copy() {
                        bytes.set(store.seal(base, root));
                    }

                    @Override
                    public void discard() {
                        store.delete(base);
                    }
                });
        return bytes.get();
    }

    private Base base(Request request, Box box, Uid uid, OptionalLong bytes) {
        return new Base(
                uid,
                request.name(),
                request.digest().map(ScriptDigest::value).orElseGet(uid::value),
                request.builder(),
                "box %s of project %s".formatted(box.ref().name(), box.ref().project()),
                request.parent(),
                request.digest(),
                bytes,
                clock.instant());
    }

    /** If only the answer got lost, the record is there, and so is the base. */
    private void removeUnrecorded(Base base, RuntimeException failure) {
        try {
            if (!bases.find(base.reference()).equals(Optional.of(base))) {
                store.delete(base.uid());
            }
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }
}
