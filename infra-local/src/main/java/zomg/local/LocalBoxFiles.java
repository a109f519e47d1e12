package zomg.local;

import java.io.InputStream;
import java.util.Optional;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.cgroup.Cgroups;
import zomg.linux.pool.SystemVolumes;
import zomg.model.box.Box;
import zomg.model.file.BoxPath;
import zomg.model.file.FileInfo;
import zomg.model.file.FileListing;
import zomg.model.file.FileMode;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.port.BoxFiles;
import zomg.port.Download;
import zomg.port.SnapshotFiles;
import zomg.runner.DataVolumes;
import zomg.runner.FilesPlace;
import zomg.runner.RunnerFiles;

/** Files of boxes: in a running one, in the place of a stopped one. */
public final class LocalBoxFiles implements BoxFiles, SnapshotFiles, AutoCloseable {

    private final LocalConfig config;
    private final Cgroups cgroups;
    private final LocalBoxEngine engine;
    private final SystemVolumes volumes;
    private final DataVolumes mounts;
    private final RunnerFiles files = new RunnerFiles();

    public LocalBoxFiles(
            LocalConfig config, Cgroups cgroups, LocalBoxEngine engine, Subvolumes subvolumes) {
        this.config = config;
        this.cgroups = cgroups;
        this.engine = engine;
        this.volumes = new SystemVolumes(config.pool(), subvolumes);
        this.mounts = new DataVolumes(config.pool());
    }

    @Override
    public FileInfo show(Box box, Project project, BoxPath path) {
        return files.show(place(box, project), box, path);
    }

    @Override
    public FileInfo show(Box box, Uid snapshot, BoxPath path) {
        return files.show(place(snapshot), box, path);
    }

    @Override
    public FileListing list(Box box, Project project, BoxPath path) {
        return files.list(place(box, project), box, path);
    }

    @Override
    public FileListing list(Box box, Uid snapshot, BoxPath path) {
        return files.list(place(snapshot), box, path);
    }

    @Override
    public Download read(Box box, Project project, BoxPath path) {
        return files.read(place(box, project), box, path);
    }

    @Override
    public Download read(Box box, Uid snapshot, BoxPath path) {
        return files.read(place(snapshot), box, path);
    }

    @Override
    public Download pack(Box box, Project project, BoxPath path) {
        return files.pack(place(box, project), box, path);
    }

    @Override
    public Download pack(Box box, Uid snapshot, BoxPath path) {
        return files.pack(place(snapshot), box, path);
    }

    @Override
    public void write(
            Box box, Project project, BoxPath path, Optional<FileMode> mode, InputStream content) {
        files.write(place(box, project), box, path, mode, content);
    }

    @Override
    public void delete(Box box, Project project, BoxPath path) {
        files.delete(place(box, project), box, path);
    }

    @Override
    public void unpack(Box box, Project project, BoxPath path, InputStream archive) {
        files.unpack(place(box, project), box, path, archive);
    }

    /** As in the place of a stopped box, with what is kept for its root. */
    private FilesPlace place(Uid snapshot) {
        return new FilesPlace(
                config.launcher(),
                plan -> plan.put("root", config.pool().checkpoint(snapshot)),
                () -> true);
    }

    private FilesPlace place(Box box, Project project) {
        Optional<BoxInit> init = engine.init(box.uid());
        return init.map(found -> running(box, found)).orElseGet(() -> stopped(box, project));
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

    private FilesPlace stopped(Box box, Project project) {
        return new FilesPlace(
                config.launcher(),
                plan -> {
                    plan.put("root", config.pool().root(box.uid()));
                    volumes.ensure(project)
                            .forEach(one -> plan.bind(one.disk(), one.point(), false));
                    mounts.bind(plan, box);
                },
                () -> true);
    }

    @Override
    public void close() {
        files.close();
    }
}
