package zomg.runner;

import zomg.linux.pool.PoolDirectories;
import zomg.linux.pool.SystemVolumes;
import zomg.model.box.Box;
import zomg.model.id.Uid;
import zomg.model.project.Project;

/**
 * Files of boxes that do not run, on the pool.
 *
 * @param launcher of runners on the machine that has the pool
 */
public record PoolPlaces(Launcher launcher, PoolDirectories pool, SystemVolumes volumes) {

    /** On the same mounts as those of a running one. */
    public FilesPlace ofStopped(Box box, Project project) {
        return new FilesPlace(
                launcher,
                plan -> {
                    plan.put("root", pool.root(box.uid()));
                    volumes.ensure(project)
                            .forEach(one -> plan.bind(one.disk(), one.point(), false));
                    new DataVolumes(pool).bind(plan, box);
                },
                () -> true);
    }

    /** As in the place of a stopped box, with what is kept for its root. */
    public FilesPlace of(Uid snapshot) {
        return new FilesPlace(
                launcher, plan -> plan.put("root", pool.checkpoint(snapshot)), () -> true);
    }
}
