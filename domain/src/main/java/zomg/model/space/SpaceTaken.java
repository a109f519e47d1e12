package zomg.model.space;

import java.util.Map;

/**
 * What disks take that go together, in bytes.
 *
 * @param shared of the content of their files: what others have, too
 * @param exclusive what deleting all of them gives back
 * @param held by which other disks: content that counts for these and goes on counting for them as
 *     long as it is held; nothing where nothing is counted
 * @param heldElsewhere the same, by what is no disk that people know
 */
public record SpaceTaken(long shared, long exclusive, Map<Disk, Long> held, long heldElsewhere) {

    public SpaceTaken {
        held = Map.copyOf(held);
    }
}
