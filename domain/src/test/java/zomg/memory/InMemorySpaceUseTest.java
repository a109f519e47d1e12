package zomg.memory;

import static zomg.fixture.BoxFixtures.uid;

import java.util.Map;
import java.util.TreeMap;
import zomg.contract.SpaceUseContract;
import zomg.model.id.Uid;
import zomg.model.space.Disk;
import zomg.port.BaseStore;
import zomg.port.RootStore;
import zomg.port.SnapshotStore;
import zomg.port.SpaceUse;
import zomg.port.VolumeSnapshotStore;
import zomg.port.VolumeStore;

final class InMemorySpaceUseTest implements SpaceUseContract {

    private final InMemoryPool pool = new InMemoryPool();

    @Override
    public SpaceUse space() {
        return new InMemorySpaceUse(pool);
    }

    @Override
    public RootStore roots() {
        return new InMemoryRootStore(pool);
    }

    @Override
    public SnapshotStore snapshots() {
        return new InMemorySnapshotStore(pool);
    }

    @Override
    public BaseStore bases() {
        return new InMemoryBaseStore(pool);
    }

    @Override
    public VolumeStore volumes() {
        return new InMemoryVolumeStore(pool);
    }

    @Override
    public VolumeSnapshotStore volumeSnapshots() {
        return new InMemoryVolumeSnapshotStore(pool);
    }

    @Override
    public Uid anyRoot() {
        Uid root = uid();
        pool.putRoot(root, Map.of());
        return root;
    }

    @Override
    public void write(Disk disk, String path, int mebibytes) {
        String content = "x".repeat(mebibytes << 20);
        if (disk.kind() == Disk.Kind.VOLUME) {
            pool.writeVolume(disk.uid(), path, content);
        } else {
            pool.write(disk.uid(), path, content);
        }
    }

    @Override
    public void remove(Disk disk, String path) {
        if (disk.kind() == Disk.Kind.VOLUME) {
            Map<String, String> tree = new TreeMap<>(pool.volume(disk.uid()).orElseThrow());
            tree.remove(path);
            pool.putVolume(disk.uid(), tree);
        } else {
            pool.remove(disk.uid(), path);
        }
    }
}
