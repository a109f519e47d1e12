package zomg.port;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import zomg.model.diff.Change;
import zomg.model.diff.ChangedPath;
import zomg.model.diff.FileContent;
import zomg.model.file.BoxPath;
import zomg.model.id.Uid;

/**
 * What differs between a snapshot and a root, of the same box or not, as they lie on the disk: what
 * is mounted over a root is not part of it. A path was modified if its type, mode, owner, group,
 * extended attributes, device or content differ, the content of a link being its target. Times do
 * not count. Files of the same size that were written anew are read and compared, up to 128 MiB in
 * all; beyond that they were modified. Subvolumes nested at the same path are compared as the
 * directories that they are.
 *
 * <p>All refuse with SNAPSHOT_NOT_FOUND or BOX_NOT_FOUND if the disk is not there.
 */
public interface Differences {

    /**
     * Which of them.
     *
     * @param after only those whose path comes later
     * @param limit the first so many
     * @param hidden paths that are left out with all below them
     */
    record Query(Optional<ChangedPath> after, int limit, Set<ChangedPath> hidden) {

        /** All there are. */
        public static Query everything() {
            return new Query(Optional.empty(), Integer.MAX_VALUE, Set.of());
        }
    }

    /**
     * In the order of their paths; of the root as it is at one instant of this call. The time it
     * takes follows from what was changed, and not from what there is.
     *
     * @throws zomg.error.Refusal INSUFFICIENT_STORAGE if there is no room for looking
     */
    List<Change> compare(Uid snapshot, Uid root, Query query);

    /**
     * What a file of the snapshot holds, or where a link leads; links on the way to it are
     * followed, and none leads out of the snapshot. Empty if there is none.
     *
     * @throws zomg.error.Refusal PATH_NOT_SERVED for what is neither; REQUEST_TOO_LARGE for more
     *     than {@code most} bytes
     */
    Optional<FileContent> readSnapshot(Uid snapshot, BoxPath path, int most);

    /** As {@link #readSnapshot}, of a root as it is now. */
    Optional<FileContent> readRoot(Uid root, BoxPath path, int most);
}
