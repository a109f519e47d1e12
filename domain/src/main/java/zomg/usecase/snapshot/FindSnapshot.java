package zomg.usecase.snapshot;

import java.util.List;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.id.BoxRef;
import zomg.model.id.SnapshotName;
import zomg.model.snapshot.Snapshot;
import zomg.model.snapshot.SnapshotState;
import zomg.port.Snapshots;
import zomg.usecase.box.ShowBox;

/** Finds snapshots of a box. */
public final class FindSnapshot {

    private final ShowBox showBox;
    private final Snapshots snapshots;

    public FindSnapshot(ShowBox showBox, Snapshots snapshots) {
        this.showBox = showBox;
        this.snapshots = snapshots;
    }

    /**
     * All of a box, oldest first.
     *
     * @throws Refusal BOX_NOT_FOUND
     */
    public List<Snapshot> list(BoxRef ref) {
        return snapshots.of(showBox.show(ref).uid());
    }

    /**
     * @throws Refusal BOX_NOT_FOUND, SNAPSHOT_NOT_FOUND
     */
    public Snapshot show(BoxRef ref, SnapshotName name) {
        return of(showBox.show(ref), name);
    }

    private Snapshot of(Box box, SnapshotName name) {
        return snapshots.find(box.uid(), name).orElseThrow(() -> notFound(box, name));
    }

    /**
     * To use what it keeps.
     *
     * @throws Refusal SNAPSHOT_NOT_FOUND, also of one that is not whole
     */
    public Snapshot whole(Box box, SnapshotName name) {
        Snapshot snapshot = of(box, name);
        return switch (snapshot.state()) {
            case READY -> snapshot;
            case CREATING, DELETING -> throw notFound(box, name);
            case LOST ->
                    throw new Refusal(
                            ErrorCode.SNAPSHOT_NOT_FOUND,
                            "what snapshot %s kept is gone from the disk; delete it"
                                    .formatted(name));
        };
    }

    /**
     * The last one that people took, or one that a restore took.
     *
     * @throws Refusal SNAPSHOT_NOT_FOUND if there is none
     */
    public Snapshot newest(Box box) {
        return snapshots.of(box.uid()).stream()
                .filter(snapshot -> snapshot.is(SnapshotState.READY))
                .reduce((_, later) -> later)
                .orElseThrow(
                        () ->
                                new Refusal(
                                        ErrorCode.SNAPSHOT_NOT_FOUND,
                                        "box %s has no snapshot".formatted(box.ref().name())));
    }

    /**
     * To compare the box with.
     *
     * @param name empty for the newest
     * @throws Refusal SNAPSHOT_NOT_FOUND, as {@link #whole} and {@link #newest} do
     */
    public Snapshot against(Box box, Optional<SnapshotName> name) {
        return name.map(one -> whole(box, one)).orElseGet(() -> newest(box));
    }

    private static Refusal notFound(Box box, SnapshotName name) {
        return new Refusal(
                ErrorCode.SNAPSHOT_NOT_FOUND,
                "box %s has no snapshot %s".formatted(box.ref().name(), name));
    }
}
