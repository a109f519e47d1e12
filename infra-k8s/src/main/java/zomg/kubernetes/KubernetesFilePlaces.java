package zomg.kubernetes;

import zomg.model.box.Box;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.runner.FilePlaces;
import zomg.runner.FilesPlace;
import zomg.runner.PoolPlaces;

/**
 * Files of boxes of the cluster: in the pod of a running one; else on the node that has the pool.
 */
public final class KubernetesFilePlaces implements FilePlaces {

    private final KubernetesBoxEngine engine;
    private final ExecSockets sockets;
    private final PoolPlaces pool;

    public KubernetesFilePlaces(KubernetesBoxEngine engine, ExecSockets sockets, PoolPlaces pool) {
        this.engine = engine;
        this.sockets = sockets;
        this.pool = pool;
    }

    @Override
    public FilesPlace of(Uid snapshot) {
        return pool.of(snapshot);
    }

    @Override
    public FilesPlace of(Box box, Project project) {
        return engine.running(box.uid())
                .map(this::running)
                .orElseGet(() -> pool.ofStopped(box, project));
    }

    private FilesPlace running(RunningBox box) {
        return new FilesPlace(
                new PodLauncher(sockets, box.pod()), PodLauncher::here, box.first()::isAlive);
    }
}
