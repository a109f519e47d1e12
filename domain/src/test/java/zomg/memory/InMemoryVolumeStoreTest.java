package zomg.memory;

import java.util.Optional;
import java.util.TreeMap;
import zomg.contract.VolumeStoreContract;
import zomg.model.id.Uid;
import zomg.port.VolumeStore;

final class InMemoryVolumeStoreTest implements VolumeStoreContract {

    private final InMemoryPool pool = new InMemoryPool();
    private final VolumeStore store = new InMemoryVolumeStore(pool);

    @Override
    public VolumeStore store() {
        return store;
    }

    @Override
    public void write(Uid volume, String path, String content) {
        var tree = new TreeMap<>(pool.volume(volume).orElseThrow());
        tree.put(path, content);
        pool.putVolume(volume, tree);
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
