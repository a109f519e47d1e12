package zomg.port;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import zomg.model.box.Box;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.id.VolumeRef;
import zomg.model.volume.Volume;

/**
 * The records of all data volumes. Which boxes have one is in the records of the boxes: {@link
 * Boxes} takes none that names a volume which is not here.
 */
public interface Volumes {

    /**
     * Which volumes to list, in the order of their refs.
     *
     * @param owned also those that belong to a box
     * @param after only those whose ref comes later
     */
    record Query(
            Optional<ProjectName> project, boolean owned, Optional<VolumeRef> after, int limit) {

        private static final int LIMIT = 1_000;

        private static Query everything(Optional<VolumeRef> after) {
            return new Query(Optional.empty(), true, after, LIMIT);
        }

        /** All there are, page after page. */
        public static Stream<Volume> all(Volumes volumes) {
            return Stream.iterate(
                            volumes.list(everything(Optional.empty())),
                            page -> !page.isEmpty(),
                            page -> volumes.list(everything(Optional.of(page.getLast().ref()))))
                    .flatMap(List::stream);
        }
    }

    /**
     * @throws zomg.error.Refusal VOLUME_EXISTS if the name is taken
     */
    void add(Volume volume);

    Optional<Volume> find(VolumeRef ref);

    List<Volume> list(Query query);

    /** Those that were made for this box. */
    List<Volume> ownedBy(Uid box);

    /** The boxes that have it, running or not, in the order of their refs. */
    List<Box> boxesWith(Uid volume);

    /**
     * Replaces the record of this uid.
     *
     * @throws zomg.error.Refusal VOLUME_NOT_FOUND if there is none any more
     */
    void replace(Volume volume);

    /**
     * Forgets the volume and its snapshots; forgetting an unknown one is not an error. That there
     * were such is kept in {@link Graves}.
     *
     * @throws zomg.error.Refusal VOLUME_IN_USE if a box has it
     */
    void forget(Uid volume);
}
