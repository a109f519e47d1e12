package zomg.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.cgroup.BoxTermination;
import zomg.linux.cgroup.Cgroups;
import zomg.linux.cgroup.Limits;
import zomg.linux.libc.Libc;
import zomg.linux.pool.BoxDisk;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.OwnDirectories;
import zomg.linux.pool.PoolFailures;
import zomg.linux.pool.SystemVolumes;
import zomg.linux.process.CommandRunner;
import zomg.linux.process.FirstProcesses;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.Environment;
import zomg.model.box.Isolation;
import zomg.model.box.Sighting;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.port.BoxEngine;
import zomg.runner.BoxStart;
import zomg.runner.RunnerCall;
import zomg.runner.RunnerFailed;
import zomg.runner.RunnerFrames;
import zomg.runner.RunnerPlan;
import zomg.runner.RunnerStatus;
import zomg.runner.VolumeMounts;

/** Boxes as namespaces of this machine. */
public final class LocalBoxEngine implements BoxEngine {

    private static final Duration KILL_PATIENCE = Duration.ofSeconds(20);

    private final LocalConfig config;
    private final Cgroups cgroups;
    private final BoxDisk disk;
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
        this.disk = new BoxDisk(config.pool(), subvolumes, quotas);
        this.links = new Links(config.linkAlias(), commands);
        this.volumes = new SystemVolumes(config.pool(), subvolumes);
        this.mounts = new VolumeMounts(config.pool());
        this.resolver = new Resolver(config.resolvConfs());
        this.firstProcesses = firstProcesses;
        this.traces = new Traces(config, cgroups, links, disk, firstProcesses);
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
                    mounts.apply(LocalBoxMounts.place(config, init), box);
                    init.save(config.runDirectory(box.uid()));
                    firstProcesses.watch(box.uid(), init.process());
                }
                case NotStarted(RunnerStatus.Failed failed) -> throw BoxStart.refusal(failed);
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
        Path etc = writeEtc(box);
        Environment variables = config.variables().of(box);
        disk.limit(box);
        disk.makeScratch(uid);
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
        PoolFailures.translating(() -> volumes.ensure(project))
                .forEach(one -> plan.bind(one.disk(), one.point(), false));
        return plan.put("link", LocalConfig.link(uid))
                .put("link_group", config.linkGroup())
                .put("link_alias", config.linkAlias())
                .put("address", config.subnet().ofSlot(box.slot()))
                .put("gateway", config.subnet().gateway())
                .putVariables(variables)
                .putEach("arg", BoxStart.PROGRAM);
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

    private Path writeEtc(Box box) {
        String hosts =
                """
                127.0.0.1 localhost
                ::1 localhost ip6-localhost ip6-loopback
                %s %s %s
                """
                        .formatted(
                                config.subnet().ofSlot(box.slot()),
                                box.ref().hostname(),
                                box.ref().name());
        return disk.writeEtc(
                box.uid(),
                Map.of(
                        "resolv.conf",
                        bytes(resolver.contentFor(box.ref().project().value())),
                        "hosts",
                        bytes(hosts),
                        "boxes-env",
                        bytes(config.variables().of(box).exportLines())),
                BoxDisk.FOR_ALL);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void stop(Uid box, Duration grace) {
        Optional<BoxInit> init = init(box);
        termination.terminate(box.value(), init.map(BoxInit::process), grace);
        kill(box, init);
    }

    private void kill(Uid box, Optional<BoxInit> init) {
        termination.kill(box.value(), init.map(BoxInit::process), KILL_PATIENCE);
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
        disk.removeScratch(box);
        if (!cgroups.remove(box.value())) {
            throw new Refusal(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "processes of the box do not end; try again later");
        }
        disk.removeEtc(box);
        OwnDirectories.remove(config.runDirectory(box));
    }

    @Override
    public void adjust(Box box) {
        cgroups.limit(box.uid().value(), limits(box.spec().config()));
        disk.limit(box);
    }

    private Limits limits(BoxConfig wanted) {
        return Limits.of(wanted, config.maxProcesses());
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
        return traces.sight(box, limits(limits), () -> disk.obeys(box, limits));
    }

    /** The live PID 1 of a box. */
    Optional<BoxInit> init(Uid box) {
        return traces.init(box);
    }
}
