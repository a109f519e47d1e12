package zomg.simulation;

import java.util.Optional;
import java.util.function.Consumer;
import zomg.error.ErrorCode;
import zomg.model.box.Box;
import zomg.model.box.Precondition;
import zomg.model.id.BoxRef;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.snapshot.Description;
import zomg.usecase.snapshot.RestoreSnapshot;

/** What a client does to snapshots of boxes. */
final class SnapshotClient {

    private static final SnapshotName FIRST = SnapshotName.numbered(0);

    private final World world;
    private final Life life;
    private final Album album;
    private final Client client;

    SnapshotClient(World world, Life life, Album album, Client client) {
        this.world = world;
        this.life = life;
        this.album = album;
        this.client = client;
    }

    void take(BoxRef ref) {
        Step step = Step.look("snapshot");
        Optional<Integer> began = uid(ref).map(album::begin);
        client.ask(
                ref,
                step,
                () ->
                        life.zomg()
                                .createSnapshot()
                                .create(ref, Optional.empty(), Description.NONE, true),
                taken -> {
                    step.sawUid(taken.snapshot().box());
                    began.ifPresent(then -> album.taken(taken, then));
                },
                code -> {
                    if (code == ErrorCode.VOLUME_BUSY) {
                        step.refusedForOtherReasons(code);
                    } else {
                        step.refused(code);
                    }
                });
    }

    void restore(BoxRef ref) {
        restore(ref, RestoreSnapshot.Options.DEFAULT);
    }

    /** Other boxes that have one of the volumes may be stopped for it and start again. */
    void restoreWithVolumes(BoxRef ref) {
        client.maybeRestarting(
                ref.project(),
                Optional.of(ref),
                () -> restore(ref, new RestoreSnapshot.Options(true, true, true)));
    }

    private void restore(BoxRef ref, RestoreSnapshot.Options options) {
        Step step = Step.resume();
        client.ask(
                ref,
                step,
                () ->
                        life.zomg()
                                .restoreSnapshot()
                                .restore(ref, FIRST, options, Precondition.NONE)
                                .box(),
                step::changedTo,
                unlessThereIsNone(step));
    }

    void delete(BoxRef ref) {
        Step step = Step.look("delete of a snapshot");
        uid(ref).ifPresent(album::beginDelete);
        client.ask(
                ref,
                step,
                () -> life.zomg().deleteSnapshot().delete(ref, FIRST),
                deleted -> {
                    step.answered("deleted snapshot " + deleted);
                    deleted.ifPresent(album::deleted);
                },
                step::refused);
    }

    private Optional<Uid> uid(BoxRef ref) {
        return world.machine().boxes().find(ref).map(Box::uid);
    }

    private static Consumer<ErrorCode> unlessThereIsNone(Step step) {
        return code -> {
            switch (code) {
                case SNAPSHOT_NOT_FOUND, VOLUME_BUSY, VOLUME_IN_USE ->
                        step.refusedForOtherReasons(code);
                default -> step.refused(code);
            }
        };
    }
}
