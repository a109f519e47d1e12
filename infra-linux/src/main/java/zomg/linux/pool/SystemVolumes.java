package zomg.linux.pool;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import zomg.linux.btrfs.Subvolumes;
import zomg.model.id.Uid;
import zomg.model.project.Project;

/** The volumes that every box has: two of the server, two of the project. */
public final class SystemVolumes {

    private static final String PROJ = "proj";
    private static final String HOME = "home";

    /**
     * One of them.
     *
     * @param point where boxes have it
     */
    public record SystemVolume(Path disk, String point) {}

    private final PoolDirectories pool;
    private final Subvolumes subvolumes;

    public SystemVolumes(PoolDirectories pool, Subvolumes subvolumes) {
        this.pool = pool;
        this.subvolumes = subvolumes;
    }

    /** Those of a box in this project, in the documented order; what is not there yet is made. */
    public List<SystemVolume> ensure(Project project) {
        return List.of(
                ensure("box-bin", "/box/bin"),
                ensure("box-all", "/box/all"),
                ensure(name(project.uid(), PROJ), "/box/proj"),
                ensure(name(project.uid(), HOME), "/home"));
    }

    static List<String> namesOf(Uid project) {
        return List.of(name(project, PROJ), name(project, HOME));
    }

    /** Whose volume it is by its name; empty if it is no project's. */
    static Optional<Uid> projectOf(String name) {
        int dash = name.indexOf('-');
        return Optional.of(name.substring(0, Math.max(0, dash)))
                .filter(Uid::isUid)
                .map(Uid::new)
                .filter(project -> namesOf(project).contains(name));
    }

    private static String name(Uid project, String volume) {
        return project + "-" + volume;
    }

    private synchronized SystemVolume ensure(String name, String point) {
        Path disk = pool.volumes().resolve(name);
        if (!subvolumes.isSubvolume(disk)) {
            subvolumes.create(disk, 0755);
        }
        return new SystemVolume(disk, point);
    }
}
