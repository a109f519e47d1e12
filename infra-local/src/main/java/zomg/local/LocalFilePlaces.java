package zomg.local;

import zomg.linux.btrfs.Subvolumes;
import zomg.linux.cgroup.Cgroups;
import zomg.linux.pool.SystemVolumes;
import zomg.model.box.Box;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.runner.FilePlaces;
import zomg.runner.FilesPlace;
import zomg.runner.PoolPlaces;

/** Files of boxes of this machine: in a running one, in the place of a stopped one. */
public final class LocalFilePlaces implements FilePlaces {

    private final LocalConfig config;
    private final Cgroups cgroups;
    private final LocalBoxEngine engine;
    private final PoolPlaces pool;

    public LocalFilePlaces(
            LocalConfig config, Cgroups cgroups, LocalBoxEngine engine, Subvolumes subvolumes) {
        this.config = config;
        this.cgroups = cgroups;
        this.engine = engine;
        this.pool =
                new PoolPlaces(
                        config.launcher(),
                        config.pool(),
                        new SystemVolumes(config.pool(), subvolumes));
    }

    @Override
    public FilesPlace of(Uid snapshot) {
        return pool.of(snapshot);
    }

    @Override
    public FilesPlace of(Box box, Project project) {
        return engine.init(box.uid())
                .map(init -> running(box, init))
                .orElseGet(() -> pool.ofStopped(box, project));
    }

    private FilesPlace running(Box box, BoxInit init) {
        return new FilesPlace(
                config.launcher(),
                plan ->
                        plan.put("pid", init.pid())
                                .put("start_time", init.startTime())
                                .join(cgroups, box.uid()),
                init::isAlive);
    }
}
