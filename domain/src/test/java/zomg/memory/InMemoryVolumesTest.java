package zomg.memory;

import zomg.contract.VolumeSnapshotsContract;
import zomg.contract.VolumesContract;
import zomg.fixture.SteppingClock;
import zomg.port.Boxes;
import zomg.port.Graves;
import zomg.port.Projects;
import zomg.port.VolumeSnapshots;
import zomg.port.Volumes;

final class InMemoryVolumesTest implements VolumesContract, VolumeSnapshotsContract {

    private final InMemoryJournal journal = new InMemoryJournal();
    private final InMemoryBoxes boxes = new InMemoryBoxes(journal);
    private final Volumes volumes = new InMemoryVolumes(boxes, journal);
    private final Projects projects =
            new InMemoryProjects(new SequentialIds(), new SteppingClock(), boxes, journal);

    @Override
    public Volumes volumes() {
        return volumes;
    }

    @Override
    public VolumeSnapshots volumeSnapshots() {
        return new InMemoryVolumeSnapshots(boxes, journal);
    }

    @Override
    public Boxes boxes() {
        return boxes;
    }

    @Override
    public Graves graves() {
        return boxes;
    }

    @Override
    public Projects projects() {
        return projects;
    }
}
