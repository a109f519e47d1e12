package zomg.kubernetes;

import java.util.HashSet;
import java.util.Set;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.pool.PoolProjectVolumes;
import zomg.model.id.Uid;
import zomg.port.ProjectVolumes;

/** What the boxes of a project share: its volumes on the pool, and its namespace. */
public final class KubernetesProjectVolumes implements ProjectVolumes {

    private final ClusterView view;
    private final BoxObjects objects;
    private final PoolProjectVolumes volumes;

    public KubernetesProjectVolumes(
            KubernetesConfig config, Cluster cluster, ClusterView view, Subvolumes subvolumes) {
        this.view = view;
        this.objects = new BoxObjects(config, cluster, view);
        this.volumes = new PoolProjectVolumes(config.pool(), subvolumes);
    }

    /** A namespace that is about to go is none any more. */
    @Override
    public Set<Uid> list() {
        view.requireKnown();
        Set<Uid> projects = new HashSet<>(volumes.list());
        view.allNamespaces().stream()
                .filter(namespace -> namespace.getMetadata().getDeletionTimestamp() == null)
                .forEach(namespace -> Labels.project(namespace).ifPresent(projects::add));
        return projects;
    }

    @Override
    public void delete(Uid project) {
        view.requireCurrent();
        objects.removeNamespaces(project);
        volumes.delete(project);
    }

    /** Nothing in the namespace is worth being kept. */
    @Override
    public void setAside(Uid project) {
        view.requireCurrent();
        objects.removeNamespaces(project);
        volumes.setAside(project);
    }
}
