package zomg.simulation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.BoxRef;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.id.VolumeRef;
import zomg.model.space.Storage;
import zomg.model.volume.DataMount;
import zomg.model.volume.MountPath;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeSnapshot;
import zomg.simulation.Violation.Promise;
import zomg.usecase.volume.CreateVolume;

/** What a client does to data volumes. */
final class VolumeClient {

    /** Whatever the state of things, one of these may be the answer. */
    private static final Set<ErrorCode> EXPECTED =
            Set.of(
                    ErrorCode.VOLUME_NOT_FOUND,
                    ErrorCode.VOLUME_EXISTS,
                    ErrorCode.VOLUME_IN_USE,
                    ErrorCode.VOLUME_BUSY,
                    ErrorCode.SNAPSHOT_NOT_FOUND,
                    ErrorCode.SNAPSHOT_EXISTS,
                    ErrorCode.BOX_BUSY);

    private static final int SIZES = 3;
    private static final SnapshotName SNAPSHOT = new SnapshotName("mine");
    private static final List<String> PATHS = List.of("/srv/data", "/srv/cache");

    private final World world;
    private final Life life;
    private final Shelf shelf;
    private final SplittableRandom dice;
    private final Client client;

    VolumeClient(World world, Life life, Shelf shelf, SplittableRandom dice, Client client) {
        this.world = world;
        this.life = life;
        this.shelf = shelf;
        this.dice = dice;
        this.client = client;
    }

    VolumeRef any() {
        return Shelf.REFS.get(dice.nextInt(Shelf.REFS.size()));
    }

    /** Of this project, if it has one. */
    DataMount anyFor(BoxRef box) {
        VolumeRef ref = any();
        return new DataMount(
                ref.name(),
                new MountPath(PATHS.get(dice.nextInt(PATHS.size()))),
                dice.nextBoolean() && box.project().equals(ref.project()));
    }

    void create(VolumeRef ref) {
        create(ref, Optional.empty());
    }

    void copy(VolumeRef ref) {
        copy(ref, any());
    }

    void copy(VolumeRef ref, VolumeRef source) {
        if (!source.equals(ref) && source.project().equals(ref.project())) {
            create(
                    ref,
                    Optional.of(
                            new CreateVolume.Source(
                                    source.name(),
                                    dice.nextBoolean()
                                            ? Optional.of(SNAPSHOT)
                                            : Optional.empty())));
        }
    }

    private void create(VolumeRef ref, Optional<CreateVolume.Source> source) {
        int began = shelf.begin(ref);
        Optional<Storage> storage = dice.nextBoolean() ? Optional.of(size()) : Optional.empty();
        ask(
                "create volume " + ref,
                () -> life.zomg().createVolume().create(ref, source, storage),
                (Volume made) -> shelf.made(made, began));
    }

    private Storage size() {
        return new Storage(1 + dice.nextInt(SIZES));
    }

    void limit(VolumeRef ref) {
        Storage storage = size();
        ask(
                "limit volume " + ref,
                () -> life.zomg().updateVolume().update(ref, Optional.of(storage)),
                _ -> {});
    }

    void delete(VolumeRef ref) {
        delete(ref, Optional.empty(), () -> life.zomg().deleteVolume().delete(ref));
    }

    void deleteSnapshot(VolumeRef ref) {
        delete(
                ref,
                Optional.of(SNAPSHOT),
                () -> life.zomg().snapshotVolume().delete(ref, SNAPSHOT));
    }

    private void delete(
            VolumeRef ref, Optional<SnapshotName> snapshot, Supplier<Optional<Uid>> delete) {
        shelf.beginDelete(ref, snapshot);
        boolean answered = ask("delete volume " + ref, delete, uid -> shelf.endDelete(ref, uid));
        if (!answered && !life.isDead()) {
            shelf.endDelete(ref, Optional.empty());
        }
    }

    void snapshot(VolumeRef ref) {
        int began = shelf.begin(ref);
        ask(
                "snapshot of volume " + ref,
                () ->
                        life.zomg()
                                .snapshotVolume()
                                .take(
                                        ref,
                                        dice.nextBoolean()
                                                ? Optional.of(SNAPSHOT)
                                                : Optional.empty(),
                                        Optional.empty()),
                (VolumeSnapshot taken) -> shelf.taken(taken, began));
    }

    /** Whichever boxes have it are kept busy. */
    void restore(VolumeRef ref) {
        client.maybeRestarting(
                ref.project(),
                Optional.empty(),
                () ->
                        ask(
                                "restore volume " + ref,
                                () ->
                                        life.zomg()
                                                .restoreVolume()
                                                .restore(ref, SNAPSHOT, dice.nextBoolean()),
                                _ -> {}));
    }

    /** Whether it was answered as it was meant. */
    private <T> boolean ask(String what, Supplier<T> call, Consumer<T> answer) {
        var _ = life.takeTrouble();
        world.trace(() -> what);
        try {
            answer.accept(call.get());
            world.trace(() -> what + ": done");
            return true;
        } catch (Refusal refused) {
            world.trace(() -> what + ": " + refused.code());
            if (!life.takeTrouble() && !EXPECTED.contains(refused.code())) {
                throw new Violation(Promise.ANSWERS_ARE_TRUE, what + ": " + refused.code());
            }
            return false;
        } catch (RuntimeException failure) {
            world.trace(() -> what + ": " + failure);
            if (!life.takeTrouble()) {
                Violation violation =
                        new Violation(
                                Promise.ANSWERS_ARE_TRUE, what + " failed by itself: " + failure);
                violation.initCause(failure);
                throw violation;
            }
            return false;
        }
    }
}
