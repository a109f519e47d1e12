package zomg.btrfs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.process.Command;
import zomg.linux.process.CommandFailed;
import zomg.linux.process.CommandOutcome.Exited;
import zomg.linux.process.CommandRunner;
import zomg.model.base.BaseSource;
import zomg.model.id.Uid;
import zomg.port.BaseStore;

/** Bases as read-only snapshots; bare distributions by debootstrap. */
public final class BtrfsBaseStore implements BaseStore {

    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration BOOTSTRAP_TIMEOUT = Duration.ofMinutes(30);

    /**
     * The pool is mounted nodev, and debootstrap makes and uses device nodes: it gets a mount of
     * its own, which goes with it, as do those that it makes itself. Its copies of other pools'
     * mounts are let go, or they would keep those pools' devices busy for minutes. The first
     * argument is the target.
     */
    private static final String BOOTSTRAP =
            """
            while read -r source point _; do
                case "$source" in /dev/loop*) ;; *) continue ;; esac
                case "$1" in "$point"/*) ;; *) umount --lazy "$point" || true ;; esac
            done </proc/self/mounts
            mount --bind "$1" "$1"
            mount -o remount,bind,dev,suid "$1"
            shift
            exec debootstrap "$@"
            """;

    private final PoolDirectories pool;
    private final PoolDisk disk;
    private final BoxQuotas quotas;
    private final Reserve reserve;
    private final ReadyRoots ready;
    private final CommandRunner commands;
    private final TreeImport imports;
    private final List<Distribution> candidates;

    public BtrfsBaseStore(
            PoolDirectories pool,
            Subvolumes subvolumes,
            BoxQuotas quotas,
            Reserve reserve,
            ReadyRoots ready,
            CommandRunner commands,
            List<Distribution> candidates) {
        this.pool = pool;
        this.disk = new PoolDisk(subvolumes);
        this.quotas = quotas;
        this.reserve = reserve;
        this.ready = ready;
        this.commands = commands;
        this.imports = new TreeImport(commands, pool.pool());
        this.candidates = List.copyOf(candidates);
    }

    @Override
    public String bootstrap(Uid base) {
        reserve.require();
        Distribution distribution =
                candidates.stream()
                        .filter(Distribution::isVerifiable)
                        .filter(this::isReachable)
                        .findFirst()
                        .orElseThrow(this::noMirror);
        Path target = pool.base(base);
        disk.write(
                subvolumes -> {
                    subvolumes.delete(target);
                    subvolumes.create(target, 0755);
                });
        try (Keyring keyring = Keyring.of(distribution.keyring())) {
            commands.require(
                    Command.of(
                            BOOTSTRAP_TIMEOUT,
                            "unshare",
                            "--mount",
                            "--propagation=private",
                            "/bin/sh",
                            "-ec",
                            BOOTSTRAP,
                            "sh",
                            target.toString(),
                            "--variant=minbase",
                            "--components=" + distribution.components(),
                            "--include=tini,ca-certificates",
                            "--keyring=" + keyring.file(),
                            distribution.suite(),
                            target.toString(),
                            distribution.mirror(),
                            distribution.script().toString()));
        } catch (CommandFailed failure) {
            throw new Refusal(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "%s cannot be fetched: %s".formatted(distribution, failure.getMessage()),
                    failure);
        }
        return distribution.toString();
    }

    /** With the program that debootstrap itself fetches with, so that proxies count for both. */
    private boolean isReachable(Distribution distribution) {
        return commands.run(
                                Command.of(
                                        PROBE_TIMEOUT,
                                        "wget",
                                        "--quiet",
                                        "--spider",
                                        "--timeout=10",
                                        "--tries=1",
                                        distribution.releaseUrl()))
                        instanceof Exited(int code, _, _)
                && code == 0;
    }

    private Refusal noMirror() {
        return new Refusal(
                ErrorCode.ENGINE_UNAVAILABLE,
                "no mirror can be reached, or no keyring is here, of: "
                        + candidates.stream()
                                .map(Distribution::toString)
                                .collect(Collectors.joining("; "))
                        + "; name another with --suite and --mirror");
    }

    @Override
    public void copy(Uid base, Uid source) {
        if (!disk.has(pool.base(base)) && !disk.has(pool.base(source))) {
            throw BtrfsRootStore.baseIsGone();
        }
        reserve.require();
        disk.copyOnce(pool.base(source), pool.base(base), true, Optional.empty());
    }

    @Override
    public void load(Uid base, BaseSource source) {
        reserve.require();
        Path target = pool.base(base);
        disk.write(
                subvolumes -> {
                    subvolumes.delete(target);
                    subvolumes.create(target, 0755);
                });
        imports.load(Path.of(source.path()), target);
        disk.write(
                subvolumes -> {
                    subvolumes.setReadOnly(target, true);
                    subvolumes.sync(target);
                });
    }

    @Override
    public OptionalLong seal(Uid base, Uid root) {
        reserve.require();
        disk.copyOnce(pool.root(root), pool.base(base), true, Optional.empty());
        if (!disk.hasNested(pool.base(base))) {
            ready.expect(base);
        }
        return quotas.find(root).map(quotas::used).orElseGet(OptionalLong::empty);
    }

    @Override
    public void delete(Uid base) {
        ready.drop(base);
        disk.write(
                subvolumes -> {
                    subvolumes.delete(PoolDisk.part(pool.base(base)));
                    subvolumes.delete(pool.base(base));
                });
    }

    @Override
    public Set<Uid> list() {
        return disk.list(pool.bases());
    }
}
