package zomg.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.cgroup.BoxTermination;
import zomg.linux.cgroup.CgroupBoxFreezer;
import zomg.linux.cgroup.Cgroups;
import zomg.linux.cgroup.Limits;
import zomg.linux.libc.Libc;
import zomg.linux.mount.MountTable;
import zomg.linux.pool.BoxDisk;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolFailures;
import zomg.linux.pool.SystemVolumes;
import zomg.linux.pool.SystemVolumes.SystemVolume;
import zomg.linux.process.CommandRunner;
import zomg.linux.process.FirstProcesses;
import zomg.linux.process.HostProcess;
import zomg.linux.process.ProcessIdentity;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.Isolation;
import zomg.model.box.Sighting;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.port.BoxEngine;
import zomg.runner.BoxStart;
import zomg.runner.DataVolumes;
import zomg.runner.RunnerPlan;

/**
 * Boxes as Deployments of a cluster, on the node that we are on: their disks and processes are
 * looked after from here, and the cluster is told what shall run.
 */
public final class KubernetesBoxEngine implements BoxEngine {

    private static final Duration KILL_PATIENCE = Duration.ofSeconds(20);

    /**
     * Until the cluster has told its parts that a pod shall go: after it kubelet starts no more.
     */
    private static final Duration SCALE_PATIENCE = Duration.ofSeconds(10);

    private static final Duration GROWN_UP = Duration.ofSeconds(3);

    /** For kubelet to do what it was told. */
    private static final Duration KUBELET_PATIENCE = Duration.ofSeconds(10);

    /** For kubelet to say that it has: some versions do so in batches. */
    private static final Duration RELEASE_PATIENCE = Duration.ofSeconds(30);

    private final KubernetesConfig config;
    private final ClusterView view;
    private final BoxObjects objects;
    private final NodePods pods;
    private final PodStarts starts;
    private final Cgroups cgroups;
    private final BoxDisk disk;
    private final SystemVolumes volumes;
    private final DataVolumes dataVolumes;
    private final AttachedVolumes attached;
    private final FirstProcesses firstProcesses;
    private final BoxTermination termination;

    public KubernetesBoxEngine(
            KubernetesConfig config,
            Cluster cluster,
            ClusterView view,
            Subvolumes subvolumes,
            BoxQuotas quotas,
            CommandRunner commands,
            FirstProcesses firstProcesses,
            Libc libc) {
        PodGroups groups = new PodGroups(MountTable.read(), config.cgroups());
        this.config = config;
        this.view = view;
        this.objects = new BoxObjects(config, cluster, view);
        this.pods = new NodePods(view, groups, BoxStart.PROGRAM);
        this.starts = new PodStarts(config, cluster, view, pods);
        this.cgroups = groups.cgroups();
        this.disk = new BoxDisk(config.pool(), subvolumes, quotas);
        this.volumes = new SystemVolumes(config.pool(), subvolumes);
        this.dataVolumes = new DataVolumes(config.pool());
        this.attached = new AttachedVolumes(config.pool(), commands);
        this.firstProcesses = firstProcesses;
        this.termination = new BoxTermination(cgroups, libc, KubernetesBoxEngine::isRunner);
    }

    /**
     * What was started in the pod by an exec, and supervises a command: asked to end, it would hang
     * up on the command instead of leaving it its grace.
     */
    private static boolean isRunner(HostProcess process) {
        return process.program().equals(Optional.of(Path.of(BoxDeployment.RUNNER)));
    }

    @Override
    public void start(Box box, Project project) {
        if (box.spec().isolation() == Isolation.HARDENED) {
            throw new Refusal(
                    ErrorCode.ISOLATION_UNSUPPORTED,
                    "boxes of a cluster are privileged; ask for that, or for none");
        }
        view.requireCurrent();
        if (isRunning(box.uid())) {
            return;
        }
        end(box.uid());
        try {
            List<SystemVolume> system = prepare(box, project);
            starts.before(
                    box.uid(),
                    "waiting until the namespace of an earlier project is gone",
                    () -> objects.awaitNamespace(box, config.startPatience()));
            objects.apply(box, project, system, config.startPatience());
            ProcessIdentity first = starts.await(box.uid());
            limitGroups(box);
            firstProcesses.watch(box.uid(), first);
        } catch (RuntimeException failure) {
            try {
                remove(box.uid());
            } catch (RuntimeException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
    }

    /** All that the pool keeps for a box that runs. */
    private List<SystemVolume> prepare(Box box, Project project) {
        Uid uid = box.uid();
        if (!Files.isDirectory(config.pool().root(uid))) {
            throw BoxStart.refusal("its root is not there");
        }
        disk.limit(box);
        disk.removeScratch(uid);
        disk.makeScratch(uid);
        List<SystemVolume> system = PoolFailures.translating(() -> volumes.ensure(project));
        PoolFailures.translating(() -> attached.set(uid, box.spec().volumes().all()));
        disk.writeEtc(uid, Map.of(BoxPlace.PLAN, plan(box, system)), BoxDisk.FOR_ROOT);
        return system;
    }

    private byte[] plan(Box box, List<SystemVolume> system) {
        RunnerPlan plan =
                new RunnerPlan()
                        .put("isolation", box.spec().isolation().wireName())
                        .put("hostname", box.ref().hostname());
        system.forEach(one -> plan.bind(Path.of(BoxPlace.of(one)), one.point(), false));
        box.spec()
                .volumes()
                .all()
                .forEach(one -> dataVolumes.bind(plan, one, BoxPlace.ofData(one.volume())));
        return plan.putVariables(config.variables().of(box))
                .putEach("arg", BoxStart.PROGRAM)
                .toBytes();
    }

    @Override
    public void stop(Uid box, Duration grace) {
        view.requireCurrent();
        pods.running(box)
                .ifPresent(
                        now ->
                                termination.terminate(
                                        now.container(), Optional.of(now.first()), grace));
        end(box);
    }

    /**
     * Ends what is left of a run. The last word to the processes is kubelet's: killed behind its
     * back, it would start them again with what it knew a moment ago. Who has none waits until
     * kubelet has let go of the pod, for the same reason. Nobody else has to wait for that: the
     * cluster may take a quarter of a minute to see what the kernel says.
     */
    private void end(Uid box) {
        Optional<NodePods.Running> running = pods.running(box);
        running.ifPresent(now -> awaitGrownUp(box, now));
        disk.removeEtc(box, BoxPlace.PLAN);
        objects.scaleDown(box);
        if (view.pods(box).isEmpty()) {
            return;
        }
        view.await(() -> pods.current(box).isEmpty(), SCALE_PATIENCE);
        boolean ended =
                running.map(
                                now ->
                                        view.await(
                                                () -> hasEnded(now),
                                                KUBELET_PATIENCE,
                                                PodStarts.LOOK))
                        .orElseGet(
                                () -> view.await(() -> view.pods(box).isEmpty(), RELEASE_PATIENCE));
        if (!ended) {
            Optional<ProcessIdentity> first = running.map(NodePods.Running::first);
            pods.groups(box).forEach(group -> termination.kill(group, first, KILL_PATIENCE));
        }
        view.pods(box).forEach(objects::forget);
    }

    /**
     * Of what it has just started kubelet has an older word to act on, some versions for seconds:
     * they end the pod, make it anew, and end it again. Without its plan such a one does nothing.
     */
    private void awaitGrownUp(Uid box, NodePods.Running running) {
        long left = running.seen() + GROWN_UP.toNanos() - System.nanoTime();
        if (left > 0) {
            view.await(() -> pods.current(box).isEmpty(), Duration.ofNanos(left));
        }
    }

    private boolean hasEnded(NodePods.Running running) {
        return !running.first().isAlive() && cgroups.processes(running.container()).isEmpty();
    }

    @Override
    public void remove(Uid box) {
        view.requireCurrent();
        firstProcesses.forget(box);
        end(box);
        objects.remove(box);
        attached.removeAll(box);
        disk.removeScratch(box);
        disk.removeEtc(box);
    }

    @Override
    public void adjust(Box box) {
        view.requireCurrent();
        limitGroups(box);
        disk.limit(box);
        objects.annotate(box.uid(), box.spec().config());
        objects.putService(box);
    }

    /** The container's group first: it is the one whose memory can be in use. */
    private void limitGroups(Box box) {
        Limits limits = limits(box.spec().config());
        pods.running(box.uid())
                .ifPresent(
                        now -> {
                            cgroups.limit(now.container(), limits);
                            cgroups.limit(now.group(), limits);
                        });
    }

    private Limits limits(BoxConfig wanted) {
        return Limits.of(wanted, config.maxProcesses());
    }

    @Override
    public boolean isRunning(Uid box) {
        view.requireKnown();
        return pods.running(box).isPresent();
    }

    @Override
    public Set<Uid> list() {
        view.requireKnown();
        Set<Uid> boxes = new HashSet<>(view.boxes());
        boxes.addAll(disk.list());
        boxes.addAll(attached.boxes());
        return boxes;
    }

    @Override
    public Optional<Sighting> sight(Uid box, BoxConfig limits) {
        view.requireKnown();
        Optional<NodePods.Running> running = pods.running(box);
        running.ifPresent(now -> firstProcesses.watch(box, now.first()));
        List<String> has = new ArrayList<>();
        add(has, running.isPresent(), "processes");
        add(has, view.deployment(box).isPresent(), "a deployment");
        add(has, !view.pods(box).isEmpty(), "a pod");
        add(has, view.service(box).isPresent(), "a service");
        add(has, disk.isBesideRoot(box) || attached.has(box), "files beside its root");
        if (has.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Sighting(
                        box,
                        running.isPresent() ? Sighting.Life.RUNS : Sighting.Life.ENDED,
                        has,
                        running.map(now -> lacks(box, now, limits)).orElseGet(List::of)));
    }

    private List<String> lacks(Uid box, NodePods.Running running, BoxConfig limits) {
        List<String> lacks = new ArrayList<>();
        add(
                lacks,
                view.deployment(box).filter(known -> !BoxObjects.isEdited(known)).isEmpty(),
                "deployment");
        add(lacks, view.service(box).isEmpty(), Sighting.NAME);
        add(lacks, !obeys(box, running, limits), Sighting.LIMITS);
        return lacks;
    }

    private boolean obeys(Uid box, NodePods.Running running, BoxConfig limits) {
        return cgroups.obeys(running.container(), limits(limits))
                && view.deployment(box)
                        .filter(known -> !BoxObjects.hasLimits(known, limits))
                        .isEmpty()
                && disk.obeys(box, limits);
    }

    private static void add(List<String> words, boolean really, String word) {
        if (really) {
            words.add(word);
        }
    }

    /** Which control groups boxes have, for whoever makes them stand still. */
    public CgroupBoxFreezer freezer() {
        return new CgroupBoxFreezer(cgroups, pods);
    }

    /**
     * Empty if it does not run.
     *
     * @throws Refusal ENGINE_UNAVAILABLE if nobody knows
     */
    Optional<RunningBox> running(Uid box) {
        view.requireKnown();
        return pods.running(box).map(RunningBox::of);
    }

    /**
     * @throws Refusal BOX_NOT_RUNNING, ENGINE_UNAVAILABLE
     */
    RunningBox requireRunning(Uid box) {
        return running(box).orElseThrow(BoxPod::notRunning);
    }

    /** How far boxes are that are being started. */
    public PodStarts starts() {
        return starts;
    }

    KubernetesConfig config() {
        return config;
    }

    NodePods pods() {
        return pods;
    }

    AttachedVolumes attached() {
        return attached;
    }
}
