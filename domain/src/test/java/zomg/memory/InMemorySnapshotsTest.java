package zomg.memory;

import zomg.contract.SnapshotsContract;
import zomg.port.Boxes;
import zomg.port.Graves;
import zomg.port.Snapshots;

final class InMemorySnapshotsTest implements SnapshotsContract {

    private final InMemoryJournal journal = new InMemoryJournal();
    private final InMemoryBoxes boxes = new InMemoryBoxes(journal);
    private final InMemorySnapshots snapshots = new InMemorySnapshots(boxes, journal);

    @Override
    public Snapshots snapshots() {
        return snapshots;
    }

    @Override
    public Boxes boxes() {
        return boxes;
    }

    @Override
    public Graves graves() {
        return boxes;
    }
}
