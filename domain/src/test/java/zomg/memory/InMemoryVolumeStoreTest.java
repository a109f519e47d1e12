package zomg.memory;

import java.util.Optional;
import java.util.TreeMap;
import zomg.contract.VolumeSnapshotStoreContract;
import zomg.contract.VolumeStoreContract;
import zomg.model.id.Uid;
import zomg.port.VolumeLimits;
import zomg.port.VolumeSnapshotStore;
import zomg.port.VolumeStore;

final class InMemoryVolumeStoreTest implements VolumeStoreContract, VolumeSnapshotStoreContract {

    private final InMemoryPool pool = new InMemoryPool();
    private final InMemoryVolumeStore store = new InMemoryVolumeStore(pool);

    @Override
    public VolumeStore store() {
        return store;
    }

    @Override
    public VolumeLimits limits() {
        return store;
    }

    @Override
    public VolumeSnapshotStore snapshotStore() {
        return new InMemoryVolumeSnapshotStore(pool);
    }

    @Override
    public void write(Uid volume, String path, String content) {
        var tree = new TreeMap<>(pool.volume(volume).orElseThrow());
        tree.put(path, content);
        pool.putVolume(volume, tree);
    }

    @Override
    public boolean fill(Uid volume, String path, int mebibytes) {
        return pool.fill(volume, path, mebibytes);
    }

    @Override
    public Optional<String> read(Uid volume, String path) {
        return pool.volume(volume).map(tree -> tree.get(path));
    }

    @Override
    public Optional<String> readAside(Uid volume, String path) {
        return pool.readSetAside(volume, path);
    }
}
