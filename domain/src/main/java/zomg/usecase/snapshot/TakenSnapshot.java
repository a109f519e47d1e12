package zomg.usecase.snapshot;

import java.util.List;
import zomg.model.snapshot.Snapshot;
import zomg.model.volume.VolumeSnapshot;

/**
 * A snapshot of a box, and what is there of what was taken with it.
 *
 * @param volumes by volume
 */
public record TakenSnapshot(Snapshot snapshot, List<VolumeSnapshot> volumes) {}
