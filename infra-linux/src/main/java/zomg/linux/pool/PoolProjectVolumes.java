package zomg.linux.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import zomg.linux.btrfs.Subvolumes;
import zomg.model.id.Uid;
import zomg.port.ProjectVolumes;

/** The volumes of projects as subvolumes of the pool; the server's own are beside them. */
public final class PoolProjectVolumes implements ProjectVolumes {

    private final PoolDirectories pool;
    private final Subvolumes subvolumes;

    public PoolProjectVolumes(PoolDirectories pool, Subvolumes subvolumes) {
        this.pool = pool;
        this.subvolumes = subvolumes;
    }

    @Override
    public Set<Uid> list() {
        try (Stream<Path> entries = Files.list(pool.volumes())) {
            return entries.map(entry -> entry.getFileName().toString())
                    .flatMap(name -> SystemVolumes.projectOf(name).stream())
                    .collect(Collectors.toSet());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** One after the other: a delete that was asked for and a comparison may meet. */
    @Override
    public synchronized void delete(Uid project) {
        volumes(project).forEach(subvolumes::delete);
    }

    /** One that is aside already under this name makes this fail: neither replaces the other. */
    @Override
    public synchronized void setAside(Uid project) {
        for (Path volume : volumes(project)) {
            if (subvolumes.isSubvolume(volume)) {
                try {
                    Files.move(
                            volume,
                            pool.setAside().resolve(volume.getFileName()),
                            StandardCopyOption.ATOMIC_MOVE);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            }
        }
    }

    private List<Path> volumes(Uid project) {
        return SystemVolumes.namesOf(project).stream().map(pool.volumes()::resolve).toList();
    }
}
