package zomg.port;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.volume.VolumeSnapshot;

/** The records of all snapshots of data volumes. They go with the record of their volume. */
public interface VolumeSnapshots {

    /**
     * Which of all volumes' snapshots, in the order of their uids.
     *
     * @param after only those whose uid comes later
     */
    record Query(Optional<Uid> after, int limit) {

        private static final int LIMIT = 1_000;

        /** All there are, page after page. */
        public static Stream<VolumeSnapshot> all(VolumeSnapshots snapshots) {
            return Stream.iterate(
                            snapshots.page(new Query(Optional.empty(), LIMIT)),
                            page -> !page.isEmpty(),
                            page ->
                                    snapshots.page(
                                            new Query(Optional.of(page.getLast().uid()), LIMIT)))
                    .flatMap(List::stream);
        }
    }

    /**
     * @throws zomg.error.Refusal SNAPSHOT_EXISTS if the volume has one of this name,
     *     VOLUME_NOT_FOUND if there is no such volume any more, TOO_MANY_SNAPSHOTS if it has as
     *     many as it may
     */
    void add(VolumeSnapshot snapshot);

    Optional<VolumeSnapshot> find(Uid volume, SnapshotName name);

    /** All of a volume, the oldest first. */
    List<VolumeSnapshot> list(Uid volume);

    List<VolumeSnapshot> page(Query query);

    /** Those that were taken with one of these snapshots of boxes, by volume. */
    List<VolumeSnapshot> takenWith(Set<Uid> boxSnapshots);

    /**
     * Replaces the record of this uid.
     *
     * @throws zomg.error.Refusal SNAPSHOT_NOT_FOUND if there is none any more
     */
    void replace(VolumeSnapshot snapshot);

    /**
     * Forgets one; forgetting an unknown one is not an error. That there was one is kept in {@link
     * Graves}.
     */
    void forget(Uid snapshot);
}
