package zomg.kubernetes;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import zomg.linux.pool.PoolFailures;
import zomg.model.box.Box;
import zomg.model.id.Uid;
import zomg.model.volume.Attachment;
import zomg.port.BoxMounts;
import zomg.runner.VolumeMounts;

/**
 * Data volumes of boxes in pods. They come in two steps: from the pool to a directory whose mounts
 * the pod gets too, and from there to where the box wants them.
 */
public final class KubernetesBoxMounts implements BoxMounts {

    private final NodePods pods;
    private final AttachedVolumes attached;
    private final VolumeMounts mounts;
    private final ExecSockets sockets;

    public KubernetesBoxMounts(
            KubernetesConfig config, KubernetesBoxEngine engine, ExecSockets sockets) {
        this.pods = engine.pods();
        this.attached = engine.attached();
        this.mounts = new VolumeMounts(config.pool());
        this.sockets = sockets;
    }

    @Override
    public void apply(Box box) {
        pods.running(box.uid()).ifPresent(running -> apply(running, box));
    }

    private void apply(NodePods.Running running, Box box) {
        Set<Uid> before = attached.attached(box.uid());
        try {
            PoolFailures.translating(
                    () ->
                            box.spec()
                                    .volumes()
                                    .all()
                                    .forEach(one -> attached.attach(box.uid(), one)));
            mounts.apply(place(running), box);
        } catch (RuntimeException failure) {
            undo(box.uid(), before, failure);
            throw failure;
        }
        attached.set(box.uid(), box.spec().volumes().all());
    }

    /** What came just now goes again; what should have gone is in use. */
    private void undo(Uid box, Set<Uid> before, RuntimeException failure) {
        try {
            Set<Uid> added = attached.attached(box);
            added.removeAll(before);
            added.forEach(volume -> attached.detach(box, volume));
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private VolumeMounts.Place place(NodePods.Running running) {
        return new VolumeMounts.Place(
                running.first(),
                new PodLauncher(sockets, BoxPod.of(running.pod())),
                PodLauncher::here,
                BoxPlace::ofData);
    }

    @Override
    public boolean areApplied(Box box) {
        Optional<NodePods.Running> running = pods.running(box.uid());
        return running.isEmpty()
                || mounts.areApplied(running.get().first(), box)
                        && attached.attached(box.uid()).equals(volumes(box));
    }

    private static Set<Uid> volumes(Box box) {
        return new HashSet<>(box.spec().volumes().all().stream().map(Attachment::volume).toList());
    }
}
