package zomg.usecase.diff;

import java.util.List;
import java.util.Optional;
import zomg.error.InvalidInput;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.diff.Change;
import zomg.model.diff.ChangedPath;
import zomg.model.id.BoxRef;
import zomg.model.id.SnapshotName;
import zomg.model.snapshot.Snapshot;
import zomg.port.Differences;
import zomg.usecase.box.ShowBox;
import zomg.usecase.place.Places;
import zomg.usecase.snapshot.FindSnapshot;

/** Tells what a box has changed on its root since a snapshot. */
public final class DiffBox {

    public static final int MAX_PAGE = 10_000;

    /** Each reads much of the disk's tree at most, and holds what changed in memory. */
    private static final int AT_ONCE = 4;

    /**
     * One page.
     *
     * @param changes in the order of their paths
     * @param next after which the next page goes on; empty at the end
     */
    public record Page(Snapshot against, List<Change> changes, Optional<ChangedPath> next) {}

    private final ShowBox showBox;
    private final FindSnapshot findSnapshot;
    private final Differences differences;
    private final Places places =
            new Places(AT_ONCE, "as many boxes are compared as may be; try again later");

    public DiffBox(ShowBox showBox, FindSnapshot findSnapshot, Differences differences) {
        this.showBox = showBox;
        this.findSnapshot = findSnapshot;
        this.differences = differences;
    }

    /**
     * The box may go on meanwhile: each page is of what it is when it is asked for.
     *
     * @param against empty for the newest
     * @param limit changes on one page, 1 to {@value #MAX_PAGE}
     * @throws Refusal BOX_NOT_FOUND, SNAPSHOT_NOT_FOUND; BOX_BUSY if it is not there wholly; BUSY
     *     if as many are under way as may; INSUFFICIENT_STORAGE
     */
    public Page diff(
            BoxRef ref, Optional<SnapshotName> against, Optional<ChangedPath> after, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw InvalidInput.field("max_results", "must be from 1 to %d".formatted(MAX_PAGE));
        }
        Box box = showBox.whole(ref);
        Snapshot snapshot = findSnapshot.against(box, against);
        List<Change> found =
                places.within(
                        () ->
                                differences.compare(
                                        snapshot.uid(),
                                        box.uid(),
                                        new Differences.Query(
                                                after, limit + 1, Covered.of(box).paths())));
        if (found.size() <= limit) {
            return new Page(snapshot, found, Optional.empty());
        }
        List<Change> page = List.copyOf(found.subList(0, limit));
        return new Page(snapshot, page, Optional.of(page.getLast().path()));
    }
}
