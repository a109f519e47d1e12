package zomg.usecase.snapshot;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.id.BoxRef;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.snapshot.Snapshot;
import zomg.model.snapshot.SnapshotState;
import zomg.model.volume.VolumeSnapshot;
import zomg.port.Snapshots;
import zomg.usecase.box.ShowBox;
import zomg.usecase.volume.BoxVolumeSnapshots;

/** Finds snapshots of a box. */
public final class FindSnapshot {

    private static final int AT_ONCE = 1_000;

    private final ShowBox showBox;
    private final Snapshots snapshots;
    private final BoxVolumeSnapshots volumes;

    public FindSnapshot(ShowBox showBox, Snapshots snapshots, BoxVolumeSnapshots volumes) {
        this.showBox = showBox;
        this.snapshots = snapshots;
        this.volumes = volumes;
    }

    /** The records of all boxes' snapshots, page after page. */
    public static Stream<Snapshot> all(Snapshots snapshots) {
        return Stream.iterate(
                        snapshots.page(Optional.empty(), AT_ONCE),
                        page -> !page.isEmpty(),
                        page -> snapshots.page(Optional.of(page.getLast().uid()), AT_ONCE))
                .flatMap(List::stream);
    }

    /**
     * All of a box, oldest first.
     *
     * @throws Refusal BOX_NOT_FOUND
     */
    public List<TakenSnapshot> list(BoxRef ref) {
        List<Snapshot> all = snapshots.of(showBox.show(ref).uid());
        Map<Optional<Uid>, List<VolumeSnapshot>> with =
                volumes.of(all).stream().collect(Collectors.groupingBy(VolumeSnapshot::takenWith));
        return all.stream()
                .map(
                        one ->
                                new TakenSnapshot(
                                        one, with.getOrDefault(Optional.of(one.uid()), List.of())))
                .toList();
    }

    /**
     * @throws Refusal BOX_NOT_FOUND, SNAPSHOT_NOT_FOUND
     */
    public TakenSnapshot show(BoxRef ref, SnapshotName name) {
        Snapshot found = of(showBox.show(ref), name);
        return new TakenSnapshot(found, volumes.of(List.of(found)));
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
            case READY, RESTORING -> snapshot;
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
