package zomg.local;

import java.nio.file.Path;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.pool.PoolDirectories;
import zomg.model.id.Uid;
import zomg.model.project.Project;

/** The volumes that every box has: two of the server, two of the project. */
final class SystemVolumes {

    private final PoolDirectories pool;
    private final Subvolumes subvolumes;

    SystemVolumes(PoolDirectories pool, Subvolumes subvolumes) {
        this.pool = pool;
        this.subvolumes = subvolumes;
    }

    /** Makes those that do not exist yet, and adds them to the plan in the documented order. */
    void bind(Project project, RunnerPlan plan) {
        plan.bind(ensure("box-bin"), "/box/bin", false);
        plan.bind(ensure("box-all"), "/box/all", false);
        plan.bind(ensure(name(project.uid(), "proj")), "/box/proj", false);
        plan.bind(ensure(name(project.uid(), "home")), "/home", false);
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
