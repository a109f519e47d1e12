package zomg.memory;

import java.util.Optional;
import java.util.Set;
import zomg.model.id.Uid;
import zomg.model.space.Storage;
import zomg.port.VolumeLimits;
import zomg.port.VolumeStore;

/** Volumes in an {@link InMemoryPool}. */
public final class InMemoryVolumeStore implements VolumeStore, VolumeLimits {

    private final InMemoryPool pool;
    private final NextFailure createFailure = new NextFailure();
    private final NextFailure deleteFailure = new NextFailure();
    private final NextFailure limitFailure = new NextFailure();

    public InMemoryVolumeStore(InMemoryPool pool) {
        this.pool = pool;
    }

    /** Of create and of copy. */
    public void failNextCreate(RuntimeException failure) {
        createFailure.prepare(failure);
    }

    public void failNextDelete(RuntimeException failure) {
        deleteFailure.prepare(failure);
    }

    @Override
    public void create(Uid volume) {
        createFailure.strike();
        pool.makeVolume(volume);
    }

    @Override
    public void copy(Uid volume, Uid source) {
        createFailure.strike();
        pool.volumeToVolume(source, volume);
    }

    @Override
    public void flush(Uid volume) {}

    public void failNextLimit(RuntimeException failure) {
        limitFailure.prepare(failure);
    }

    @Override
    public void limit(Uid volume, Optional<Storage> storage) {
        limitFailure.strike();
        pool.limitVolume(volume, storage);
    }

    @Override
    public Optional<Storage> limit(Uid volume) {
        return pool.limit(volume);
    }

    @Override
    public void sweep() {
        // Nothing outlives a volume in memory.
    }

    @Override
    public void delete(Uid volume) {
        deleteFailure.strike();
        pool.deleteVolume(volume);
    }

    @Override
    public void setAside(Uid volume) {
        pool.setVolumeAside(volume);
    }

    @Override
    public Set<Uid> list() {
        return pool.volumes();
    }
}
