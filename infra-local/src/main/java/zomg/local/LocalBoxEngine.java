package zomg.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.btrfs.QuotaGroup;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.cgroup.Cgroups;
import zomg.linux.cgroup.Limits;
import zomg.linux.libc.Libc;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolFailures;
import zomg.linux.process.CommandRunner;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.Environment;
import zomg.model.box.Isolation;
import zomg.model.box.Sighting;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.model.space.Storage;
import zomg.port.BoxEngine;
import zomg.runner.RunnerCall;
import zomg.runner.RunnerFailed;
import zomg.runner.RunnerFrames;
import zomg.runner.RunnerPlan;
import zomg.runner.RunnerStatus;
import zomg.runner.SystemVolumes;

/** Boxes as namespaces of this machine. */
public final class LocalBoxEngine implements BoxEngine {

    private static final List<String> INIT =
            List.of("/usr/bin/tini", "-s", "--", "/bin/bash", "-lc", "sleep infinity");

    /** Everybody may write, nobody may remove what is another's. */
    private static final int SHARED_SCRATCH = 01777;

    /** Of the runner: those that make something in the box's root. */
    private static final Set<String> STEPS_ON_POOL = Set.of("mount_point", "bashrc");

    private static final Duration KILL_PATIENCE = Duration.ofSeconds(20);

    private final LocalConfig config;
    private final Cgroups cgroups;
    private final Subvolumes subvolumes;
    private final BoxQuotas quotas;
    private final Links links;
    private final SystemVolumes volumes;
    private final VolumeMounts mounts;
    private final Resolver resolver;
    private final FirstProcesses firstProcesses;
    private final Traces traces;
    private final BoxTermination termination;

    public LocalBoxEngine(
            LocalConfig config,
            Cgroups cgroups,
            Subvolumes subvolumes,
            BoxQuotas quotas,
            CommandRunner commands,
            FirstProcesses firstProcesses,
            Libc libc) {
        this.config = config;
        this.cgroups = cgroups;
        this.subvolumes = subvolumes;
        this.quotas = quotas;
        this.links = new Links(config.linkAlias(), commands);
        this.volumes = new SystemVolumes(config.pool(), subvolumes);
        this.mounts = new VolumeMounts(config);
        this.resolver = new Resolver(config.resolvConfs());
        this.firstProcesses = firstProcesses;
        this.traces = new Traces(config, cgroups, links, firstProcesses);
        this.termination = new BoxTermination(cgroups, libc);
    }

    @Override
    public void start(Box box, Project project) {
        if (isRunning(box.uid())) {
            return;
        }
        remove(box.uid());
        links.replace(box.uid());
        try {
            String name = box.uid().value();
            cgroups.create(name);
            cgroups.limit(name, limits(box.spec().config()));
            RunnerPlan plan = plan(box, project);
            switch (run(plan)) {
                case Started(BoxInit init) -> {
                    mounts.apply(init, box);
                    init.save(config.runDirectory(box.uid()));
                    firstProcesses.watch(box.uid(), init);
                }
                case NotStarted(RunnerStatus.Failed failed) -> throw refusal(failed);
            }
        } catch (RuntimeException failure) {
            try {
                remove(box.uid());
            } catch (RuntimeException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
    }

    private static Refusal refusal(RunnerStatus.Failed failed) {
        return Optional.of(failed)
                .filter(one -> STEPS_ON_POOL.contains(one.step()))
                .flatMap(one -> PoolFailures.of(one.errno()))
                .orElseGet(
                        () ->
                                new Refusal(
                                        ErrorCode.START_FAILED,
                                        "the box cannot be started: %s: %s"
                                                .formatted(failed.step(), failed.text())));
    }

    private sealed interface StartOutcome {}

    private record Started(BoxInit init) implements StartOutcome {}

    private record NotStarted(RunnerStatus.Failed status) implements StartOutcome {}

    private StartOutcome run(RunnerPlan plan) {
        try (RunnerCall call = RunnerCall.start(config.launcher(), "start", plan)) {
            RunnerFrames.Frame frame = call.next();
            if (frame.channel() == RunnerFrames.STARTED) {
                return new Started(BoxInit.parse(frame.text(), traces.boot()));
            }
            if (RunnerStatus.parse(frame.text()) instanceof RunnerStatus.Failed failed) {
                return new NotStarted(failed);
            }
            throw new RunnerFailed("answered " + frame.text());
        }
    }

    private RunnerPlan plan(Box box, Project project) {
        Uid uid = box.uid();
        makeRunDirectory(uid);
        Path etc = PoolFailures.translating(() -> makeEtc(box));
        Environment variables = config.variables().of(box);
        PoolFailures.translating(() -> limitDisk(box));
        PoolFailures.translating(() -> makeScratch(uid));
        RunnerPlan plan =
                new RunnerPlan()
                        .put("uid", uid.value())
                        .put("root", config.pool().root(uid))
                        .put("isolation", box.spec().isolation().wireName())
                        .put("hostname", box.ref().hostname())
                        .join(cgroups, uid)
                        .put("tmp", config.pool().scratch(uid))
                        .put("resolv_conf", etc.resolve("resolv.conf"))
                        .put("hosts", etc.resolve("hosts"))
                        .put("boxes_env", etc.resolve("boxes-env"));
        if (box.spec().isolation() == Isolation.HARDENED) {
            plan.put("id_first", config.firstIdOfSlot(box.slot()));
        }
        PoolFailures.translating(() -> volumes.bind(project, plan));
        return plan.put("link", LocalConfig.link(uid))
                .put("link_group", config.linkGroup())
                .put("link_alias", config.linkAlias())
                .put("address", config.subnet().ofSlot(box.slot()))
                .put("gateway", config.subnet().gateway())
                .putVariables(variables)
                .putEach("arg", INIT);
    }

    /** Again at each start: a power cut can have taken back what was set in its last moments. */
    private void limitDisk(Box box) {
        BoxConfig wanted = box.spec().config();
        if (!obeysOnDisk(box.uid(), wanted)) {
            quotas.limit(QuotaGroup.of(box.uid()), bytes(wanted.storage()));
        }
    }

    /** A box without a group is older than its pool's accounting: no limit can be given to it. */
    private boolean obeysOnDisk(Uid box, BoxConfig wanted) {
        return quotas.find(box)
                .map(group -> quotas.limit(group).equals(bytes(wanted.storage())))
                .orElse(true);
    }

    private static OptionalLong bytes(Optional<Storage> storage) {
        return storage.map(limit -> OptionalLong.of(limit.bytes())).orElseGet(OptionalLong::empty);
    }

    /** It counts with the box's disk; one that is full starts all the same. */
    private void makeScratch(Uid uid) {
        Path scratch = config.pool().scratch(uid);
        subvolumes.create(scratch, quotas.find(uid));
        quotas.makeRoom(uid, () -> subvolumes.setMode(scratch, SHARED_SCRATCH));
    }

    private void makeRunDirectory(Uid uid) {
        try {
            Files.createDirectories(
                    config.runDirectory(uid),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** On the pool, because the box's root may write these files and could fill a file system. */
    private Path makeEtc(Box box) {
        Path etc = config.pool().etc(box.uid());
        try {
            Files.createDirectories(etc);
            write(etc.resolve("resolv.conf"), resolver.contentFor(box.ref().project().value()));
            write(
                    etc.resolve("hosts"),
                    """
                    127.0.0.1 localhost
                    ::1 localhost ip6-localhost ip6-loopback
                    %s %s %s
                    """
                            .formatted(
                                    config.subnet().ofSlot(box.slot()),
                                    box.ref().hostname(),
                                    box.ref().name()));
            write(etc.resolve("boxes-env"), config.variables().of(box).exportLines());
            return etc;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Mounted into the box, where every user reads it, whatever the server's umask is. */
    private static void write(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    @Override
    public void stop(Uid box, Duration grace) {
        Optional<BoxInit> init = init(box);
        termination.terminate(box, init, grace);
        kill(box, init);
    }

    private void kill(Uid box, Optional<BoxInit> init) {
        termination.kill(box, init, KILL_PATIENCE);
        if (init.isPresent()) {
            links.leave(box);
        }
    }

    @Override
    public void remove(Uid box) {
        firstProcesses.forget(box);
        kill(box, init(box));
        if (links.has(box)) {
            links.remove(box);
        }
        PoolFailures.translating(
                () -> quotas.makeRoom(box, () -> subvolumes.delete(config.pool().scratch(box))));
        if (!cgroups.remove(box.value())) {
            throw new Refusal(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "processes of the box do not end; try again later");
        }
        PoolFailures.translating(() -> RunDirectories.remove(config.pool().etc(box)));
        RunDirectories.remove(config.runDirectory(box));
    }

    @Override
    public void limit(Box box) {
        cgroups.limit(box.uid().value(), limits(box.spec().config()));
        limitDisk(box);
    }

    private Limits limits(BoxConfig wanted) {
        return new Limits(
                wanted.memory()
                        .map(memory -> OptionalLong.of(memory.bytes()))
                        .orElseGet(OptionalLong::empty),
                wanted.cpus()
                        .map(cpus -> OptionalInt.of(cpus.thousandths()))
                        .orElseGet(OptionalInt::empty),
                config.maxProcesses());
    }

    @Override
    public boolean isRunning(Uid box) {
        return init(box).isPresent();
    }

    @Override
    public Set<Uid> list() {
        return traces.uids();
    }

    @Override
    public Optional<Sighting> sight(Uid box, BoxConfig limits) {
        return traces.sight(box, limits(limits), () -> obeysOnDisk(box, limits));
    }

    /** The live PID 1 of a box. */
    Optional<BoxInit> init(Uid box) {
        return traces.init(box);
    }
}
