package zomg.usecase.diff;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.diff.ChangedPath;
import zomg.model.diff.FileContent;
import zomg.model.file.BoxPath;
import zomg.model.id.BoxRef;
import zomg.model.id.SnapshotName;
import zomg.model.snapshot.Snapshot;
import zomg.port.Differences;
import zomg.usecase.box.ShowBox;
import zomg.usecase.place.Places;
import zomg.usecase.snapshot.FindSnapshot;

/** Tells what one file of a box held at a snapshot, and holds now. */
public final class DiffFile {

    /** Bytes of either. */
    public static final int MOST = 1 << 20;

    private static final int AT_ONCE = 4;

    /**
     * Both sides of a file; at least one is there.
     *
     * @param before as the snapshot has it
     * @param after as the box has it
     */
    public record Sides(
            Snapshot against,
            BoxPath path,
            Optional<FileContent> before,
            Optional<FileContent> after) {

        public boolean areEqual() {
            return before.equals(after);
        }
    }

    private final ShowBox showBox;
    private final FindSnapshot findSnapshot;
    private final Differences differences;
    private final Places places =
            new Places(AT_ONCE, "as many files are compared as may be; try again later");

    public DiffFile(ShowBox showBox, FindSnapshot findSnapshot, Differences differences) {
        this.showBox = showBox;
        this.findSnapshot = findSnapshot;
        this.differences = differences;
    }

    /**
     * @param against empty for the newest
     * @throws Refusal BOX_NOT_FOUND, SNAPSHOT_NOT_FOUND; PATH_NOT_FOUND if neither has such a file;
     *     PATH_NOT_SERVED for what is not on the box's root, and for what is no file;
     *     REQUEST_TOO_LARGE for more than {@link #MOST} bytes; BOX_BUSY; BUSY
     */
    public Sides diff(BoxRef ref, BoxPath path, Optional<SnapshotName> against) {
        Box box = showBox.whole(ref);
        requireOnRoot(box, path);
        Snapshot snapshot = findSnapshot.against(box, against);
        return places.within(() -> read(box, path, snapshot));
    }

    private Sides read(Box box, BoxPath path, Snapshot snapshot) {
        Sides sides =
                new Sides(
                        snapshot,
                        path,
                        differences.readSnapshot(snapshot.uid(), path, MOST),
                        differences.readRoot(box.uid(), path, MOST));
        if (sides.before().isEmpty() && sides.after().isEmpty()) {
            throw new Refusal(
                    ErrorCode.PATH_NOT_FOUND,
                    "there is no %s in the box, and none in snapshot %s"
                            .formatted(path, snapshot.name()));
        }
        return sides;
    }

    private static void requireOnRoot(Box box, BoxPath path) {
        Covered.of(box)
                .over(ChangedPath.of(withoutDots(path)))
                .ifPresent(
                        place -> {
                            throw new Refusal(
                                    ErrorCode.PATH_NOT_SERVED,
                                    "%s is not part of the box's root, and so of no snapshot: see %s"
                                            .formatted(path, place));
                        });
    }

    /** What it says, if none of its parts is a link. */
    private static String withoutDots(BoxPath path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.value().split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }
}
