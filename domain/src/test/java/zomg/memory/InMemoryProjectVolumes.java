package zomg.memory;

import java.util.HashSet;
import java.util.Set;
import zomg.model.id.Uid;
import zomg.port.ProjectVolumes;

/** Volumes of projects, without anything in them. */
public final class InMemoryProjectVolumes implements ProjectVolumes {

    private final Set<Uid> volumes = new HashSet<>();
    private final Set<Uid> aside = new HashSet<>();
    private final NextFailure deleteFailure = new NextFailure();

    public void failNextDelete(RuntimeException failure) {
        deleteFailure.prepare(failure);
    }

    /** As the engine does for a box, or a power cut that undoes a delete. */
    public synchronized void make(Uid project) {
        volumes.add(project);
    }

    /** What was set aside. */
    public synchronized Set<Uid> aside() {
        return Set.copyOf(aside);
    }

    @Override
    public synchronized Set<Uid> list() {
        return Set.copyOf(volumes);
    }

    @Override
    public synchronized void delete(Uid project) {
        deleteFailure.strike();
        volumes.remove(project);
    }

    @Override
    public synchronized void setAside(Uid project) {
        if (volumes.remove(project)) {
            aside.add(project);
        }
    }
}
