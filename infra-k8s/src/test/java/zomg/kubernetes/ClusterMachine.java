package zomg.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import zomg.fixture.BoxFixtures;
import zomg.linux.btrfs.Quotas;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.cgroup.Cgroups;
import zomg.linux.libc.Libc;
import zomg.linux.mount.MountTable;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.process.CommandRunner;
import zomg.linux.process.FirstProcesses;
import zomg.linux.testing.DebianRoot;
import zomg.linux.testing.LoopPool;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.BoxSpec;
import zomg.model.box.Isolation;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.model.volume.Attachments;
import zomg.runner.SessionLimits;

/**
 * An instance of a test's own on the cluster of this machine, whose node sees our mounts. Leaves
 * nothing behind when closed.
 */
final class ClusterMachine implements AutoCloseable {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration RESUME_WAIT = Duration.ofSeconds(60);

    final Libc libc = new Libc();
    final Subvolumes subvolumes = new Subvolumes(libc);
    final CommandRunner commands = new CommandRunner();
    final LoopPool disk = new LoopPool(2500);
    final PoolDirectories pool = new PoolDirectories(disk.path());
    final Quotas simpleQuotas = new Quotas(libc);
    final BoxQuotas quotas = new BoxQuotas(pool, simpleQuotas);
    final FirstProcesses ends = new FirstProcesses(libc);
    final Path kubeconfig;
    final Cluster cluster;
    final KubernetesConfig config;
    final ClusterView view;
    final KubernetesBoxEngine engine;
    final Project project =
            Project.fresh(randomUid(), new ProjectName("kt-" + random(8)), BoxFixtures.NOW);

    private final Uid base = randomUid();
    private final AtomicInteger slots = new AtomicInteger(1);

    private ClusterMachine(
            Path kubeconfig, Cluster cluster, String node, String image, Duration startPatience)
            throws IOException {
        this.kubeconfig = kubeconfig;
        this.cluster = cluster;
        config =
                new KubernetesConfig(
                        random(4),
                        "zomg",
                        Optional.empty(),
                        node,
                        image,
                        pool,
                        pool.pool(),
                        KubernetesConfig.CGROUPS,
                        1000,
                        "localhost",
                        false,
                        startPatience);
        view = new ClusterView(cluster, config);
        engine = newEngine(view);
        simpleQuotas.enable(pool.pool());
        for (Path directory : pool.all()) {
            Files.createDirectory(directory);
        }
        subvolumes.create(pool.base(base));
        new DebianRoot().unpackInto(pool.base(base));
        engine.attached().share();
    }

    static ClusterMachine open() {
        return open(PATIENCE);
    }

    static ClusterMachine open(Duration startPatience) {
        return open(startPatience, System.getProperty("zomg.runner.image", ""));
    }

    /**
     * @param image empty if there is none to be had
     */
    static ClusterMachine open(Duration startPatience, String image) {
        String kubeconfig = System.getProperty("zomg.kubeconfig", "");
        Assumptions.assumeFalse(
                kubeconfig.isEmpty() || image.isEmpty(),
                "needs a cluster: zomg.kubeconfig and zomg.runner.image");
        try {
            Path path = Path.of(kubeconfig);
            Cluster cluster = Cluster.open(Optional.of(path));
            String node =
                    cluster.client().nodes().list().getItems().getFirst().getMetadata().getName();
            return new ClusterMachine(path, cluster, node, image, startPatience);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    KubernetesBoxEngine newEngine(ClusterView seen) {
        return newEngine(cluster, seen);
    }

    KubernetesBoxEngine newEngine(Cluster to, ClusterView seen) {
        return new KubernetesBoxEngine(config, to, seen, subvolumes, quotas, commands, ends, libc);
    }

    /** Of so many sessions of each kind. */
    KubernetesBoxProcesses processes(ExecSockets sockets, int sessions) {
        return new KubernetesBoxProcesses(
                config,
                engine,
                sockets,
                new SessionLimits(RESUME_WAIT, sessions, sessions, sessions, sessions),
                InstantSource.system());
    }

    /** A box with a root; not started. */
    Box box(BoxSpec spec) {
        Box box = withoutRoot(spec);
        subvolumes.snapshot(pool.base(base), pool.root(box.uid()), false, quotas.ensure(box.uid()));
        return box;
    }

    Box withoutRoot(BoxSpec spec) {
        int slot = slots.incrementAndGet();
        return Box.intended(
                        randomUid(),
                        BoxFixtures.ref(project.name().value(), "box" + slot),
                        spec,
                        Optional.empty(),
                        BoxFixtures.NOW)
                .stored(slot, 1);
    }

    Box started(BoxSpec spec) {
        Box box = box(spec);
        engine.start(box, project);
        return box;
    }

    /** What boxes of a cluster are. */
    static BoxSpec plain() {
        return spec(BoxConfig.UNLIMITED, Attachments.NONE);
    }

    static BoxSpec spec(BoxConfig config, Attachments volumes) {
        BoxSpec plain = BoxFixtures.plain();
        return new BoxSpec(
                plain.base(),
                config,
                plain.environment(),
                plain.tags(),
                plain.port(),
                plain.grace(),
                Isolation.PRIVILEGED,
                volumes);
    }

    /** Of the node. */
    Cgroups cgroups() {
        return new PodGroups(MountTable.read(), config.cgroups()).cgroups();
    }

    String namespace() {
        return config.namespaceOf(project.name().value());
    }

    /** The path of a file in the box, as the node has it. */
    Path inRoot(Box box, String path) {
        return pool.root(box.uid()).resolve(path.substring(1));
    }

    /** A box that runs this when it starts, before its first program. */
    Box boxThatRuns(String script) {
        Box box = box(plain());
        try {
            Files.writeString(inRoot(box, "/etc/profile.d/zomg-test.sh"), script);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return box;
    }

    void removeBoxes() {
        engine.list().forEach(engine::remove);
    }

    @Override
    public void close() throws IOException {
        try {
            removeBoxes();
            cluster.client().namespaces().withName(namespace()).delete();
        } finally {
            view.close();
            cluster.close();
            ends.close();
            disk.close();
        }
    }

    static Uid randomUid() {
        return new Uid(random(12));
    }

    private static String random(int length) {
        StringBuilder text = new StringBuilder();
        RANDOM.ints(length, 0, ALPHABET.length()).forEach(i -> text.append(ALPHABET.charAt(i)));
        return text.toString();
    }
}
