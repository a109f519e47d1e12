package zomg.runner;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.pool.PoolDirectories;
import zomg.model.id.Uid;
import zomg.model.project.Project;

/** The volumes that every box has: two of the server, two of the project. */
public final class SystemVolumes {

    private static final String PROJ = "proj";
    private static final String HOME = "home";

    private final PoolDirectories pool;
    private final Subvolumes subvolumes;

    public SystemVolumes(PoolDirectories pool, Subvolumes subvolumes) {
        this.pool = pool;
        this.subvolumes = subvolumes;
    }

    /** Makes those that do not exist yet, and adds them to the plan in the documented order. */
    public void bind(Project project, RunnerPlan plan) {
        plan.bind(ensure("box-bin"), "/box/bin", false);
        plan.bind(ensure("box-all"), "/box/all", false);
        plan.bind(ensure(name(project.uid(), PROJ)), "/box/proj", false);
        plan.bind(ensure(name(project.uid(), HOME)), "/home", false);
    }

    public static List<String> namesOf(Uid project) {
        return List.of(name(project, PROJ), name(project, HOME));
    }

    /** Whose volume it is by its name; empty if it is no project's. */
    public static Optional<Uid> projectOf(String name) {
        int dash = name.indexOf('-');
        return Optional.of(name.substring(0, Math.max(0, dash)))
                .filter(Uid::isUid)
                .map(Uid::new)
                .filter(project -> namesOf(project).contains(name));
    }

    private static String name(Uid project, String volume) {
        return project + "-" + volume;
    }

    private synchronized Path ensure(String name) {
        Path volume = pool.volumes().resolve(name);
        if (!subvolumes.isSubvolume(volume)) {
            subvolumes.create(volume, 0755);
        }
        return volume;
    }
}
