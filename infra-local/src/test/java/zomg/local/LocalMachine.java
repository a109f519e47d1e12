package zomg.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import zomg.fixture.BoxFixtures;
import zomg.fixture.Inside;
import zomg.linux.btrfs.Quotas;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.cgroup.BoxTermination;
import zomg.linux.cgroup.Cgroups;
import zomg.linux.libc.Libc;
import zomg.linux.mount.MountTable;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.process.Command;
import zomg.linux.process.CommandRunner;
import zomg.linux.process.FirstProcesses;
import zomg.linux.process.Runner;
import zomg.linux.testing.DebianRoot;
import zomg.linux.testing.LoopPool;
import zomg.model.box.Box;
import zomg.model.box.BoxSpec;
import zomg.model.box.Isolation;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.model.volume.Attachments;
import zomg.runner.SessionLimits;

/** An instance of a test's own: pool, network, engine. Leaves nothing behind when closed. */
final class LocalMachine implements AutoCloseable {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final int SESSIONS = 50;
    private static final Duration LINK_PATIENCE = Duration.ofSeconds(10);

    final Libc libc = new Libc();
    final Subvolumes subvolumes = new Subvolumes(libc);
    final Quotas simpleQuotas = new Quotas(libc);
    final CommandRunner commands = new CommandRunner();
    final LoopPool disk = new LoopPool(2500);
    final PoolDirectories pool = new PoolDirectories(disk.path());
    final BoxQuotas quotas = new BoxQuotas(pool, simpleQuotas);
    final Path runDirectory = Files.createTempDirectory("zomg-run");
    final FirstProcesses ends = new FirstProcesses(libc);
    final LocalConfig config;
    final Cgroups cgroups;
    final LocalNetwork network;
    final LocalBoxEngine engine;
    final LocalSessions sessions;
    final LocalBoxProcesses processes;
    final Project project =
            Project.fresh(randomUid(), BoxFixtures.ref("any").project(), BoxFixtures.NOW);

    private final Uid base = randomUid();
    private final AtomicInteger slots = new AtomicInteger(1);

    LocalMachine() throws IOException {
        this(LocalConfig.RESOLV_CONFS);
    }

    LocalMachine(List<Path> resolvConfs) throws IOException {
        String instance = random(4);
        config =
                new LocalConfig(
                        instance,
                        Runner.unfenced(Path.of(System.getProperty("zomg.runner")), new Libc()),
                        runDirectory,
                        pool,
                        Subnet.parse(
                                "10.%d.%d.0/24"
                                        .formatted(100 + RANDOM.nextInt(100), RANDOM.nextInt(256))),
                        3_000_000_000L,
                        1000,
                        "localhost",
                        false,
                        resolvConfs,
                        LocalConfig.BOOT_ID);
        cgroups = Cgroups.of(MountTable.read(), config.cgroup());
        network = new LocalNetwork(config, commands);
        engine = newEngine();
        sessions = newSessions(WAIT);
        processes = new LocalBoxProcesses(config, cgroups, engine, sessions);
        simpleQuotas.enable(pool.pool());
        for (Path directory : pool.all()) {
            Files.createDirectory(directory);
        }
        subvolumes.create(pool.base(base));
        new DebianRoot().unpackInto(pool.base(base));
        try {
            new BoxGroups(cgroups).prepare();
            sessions.prepare();
            network.prepare();
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    LocalBoxEngine newEngine() {
        return new LocalBoxEngine(config, cgroups, subvolumes, quotas, commands, ends, libc);
    }

    /** As a server has them that was started anew. */
    LocalSessions newSessions(Duration wait) {
        return newSessions(wait, SESSIONS);
    }

    LocalSessions newSessions(Duration wait, int most) {
        return newSessions(limits(wait, most, SESSIONS), InstantSource.system());
    }

    LocalSessions newSessions(Duration wait, InstantSource clock) {
        return newSessions(limits(wait, SESSIONS, SESSIONS), clock);
    }

    LocalSessions newSessionsThatForget(int kept) {
        return newSessions(limits(WAIT, SESSIONS, kept), InstantSource.system());
    }

    LocalSessions newSessionsInBackground(int most) {
        return newSessions(
                new SessionLimits(WAIT, SESSIONS, SESSIONS, most, SESSIONS),
                InstantSource.system());
    }

    private static SessionLimits limits(Duration wait, int most, int kept) {
        return new SessionLimits(wait, most, kept, most, kept);
    }

    private LocalSessions newSessions(SessionLimits limits, InstantSource clock) {
        return new LocalSessions(config, cgroups, libc, limits, clock);
    }

    /** A box with a root and a slot of its own; not started. */
    Box box(BoxSpec spec) {
        Box box = withoutRoot(spec);
        subvolumes.snapshot(pool.base(base), pool.root(box.uid()), false, quotas.ensure(box.uid()));
        return box;
    }

    Box withoutRoot(BoxSpec spec) {
        return withoutRoot(spec, slots.incrementAndGet());
    }

    /** One that has the address that another one had. */
    Box inPlaceOf(Box other) {
        Box box = withoutRoot(other.spec(), other.slot());
        subvolumes.snapshot(pool.base(base), pool.root(box.uid()), false, quotas.ensure(box.uid()));
        return box;
    }

    private static Box withoutRoot(BoxSpec spec, int slot) {
        return Box.intended(
                        randomUid(),
                        BoxFixtures.ref("box" + slot),
                        spec,
                        Optional.empty(),
                        BoxFixtures.NOW)
                .stored(slot, 1);
    }

    Box started(Isolation isolation) {
        BoxSpec plain = BoxFixtures.plain();
        return started(
                new BoxSpec(
                        plain.base(),
                        plain.config(),
                        plain.environment(),
                        plain.tags(),
                        plain.port(),
                        plain.grace(),
                        isolation,
                        Attachments.NONE));
    }

    Box started(BoxSpec spec) {
        Box box = box(spec);
        engine.start(box, project);
        return box;
    }

    Inside inside(Box box) {
        return new Inside(processes, box);
    }

    String address(Box box) {
        return config.subnet().ofSlot(box.slot());
    }

    /** Output of a program of the host. */
    String host(String... argv) {
        return commands.require(Command.of(Duration.ofSeconds(20), argv));
    }

    /** Those of which the namespace ends, and whose name another link has. */
    List<String> leavingLinks() {
        return host("ip", "-o", "link", "show", "group", Integer.toString(config.linkGroup()))
                .lines()
                .filter(link -> link.contains("zomg-gone"))
                .toList();
    }

    /** Also waits for their links: an engine that starts later does not know that they leave. */
    void removeBoxes() {
        engine.list().forEach(engine::remove);
        LocalBoxEngine later = newEngine();
        if (!BoxTermination.await(() -> later.list().isEmpty(), LINK_PATIENCE)) {
            throw new IllegalStateException("something of %s stays".formatted(later.list()));
        }
    }

    @Override
    public void close() throws IOException {
        removeBoxes();
        processes.close();
        ends.close();
        network.release();
        sessions.release();
        new BoxGroups(cgroups).release();
        Files.deleteIfExists(runDirectory.resolve("boxes"));
        Files.delete(runDirectory);
        disk.close();
    }

    static Uid randomUid() {
        return new Uid(random(12));
    }

    private static String random(int length) {
        StringBuilder text = new StringBuilder();
        RANDOM.ints(length, 0, ALPHABET.length()).forEach(i -> text.append(ALPHABET.charAt(i)));
        return text.toString();
    }

    static LocalMachine open() {
        try {
            return new LocalMachine();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
