package zomg.btrfs;

import java.nio.file.Path;
import java.time.Duration;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.process.Command;
import zomg.linux.process.CommandFailed;
import zomg.linux.process.CommandOutcome;
import zomg.linux.process.CommandOutcome.Exited;
import zomg.linux.process.CommandRunner;

/** Fetches bare distributions with debootstrap. */
final class Bootstrap {

    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(20);

    /** Of wget, when the server said no: there is one. */
    private static final int REFUSED_BY_SERVER = 8;

    /**
     * The pool is mounted nodev, and debootstrap makes and uses device nodes: it gets a mount of
     * its own, which goes with it, as do those that it makes itself. Its copies of other pools'
     * mounts are let go, or they would keep those pools' devices busy for minutes. What fails it
     * says among its output, and what its programs said in a log. The first argument is the target.
     */
    private static final String SCRIPT =
            """
            while read -r source point _; do
                case "$source" in /dev/loop*) ;; *) continue ;; esac
                case "$1" in "$point"/*) ;; *) umount --lazy "$point" || true ;; esac
            done </proc/self/mounts
            mount --bind "$1" "$1"
            mount -o remount,bind,dev,suid "$1"
            target=$1
            shift
            debootstrap "$@" >&2 || {
                tail -n 3 "$target/debootstrap/debootstrap.log" >&2 || true
                exit 1
            }
            """;

    /** What a mirror said when it was asked for a suite. */
    enum Probe {
        THERE,
        NO_SUCH_SUITE,
        UNREACHABLE
    }

    private final CommandRunner commands;
    private final Duration limit;

    /**
     * @param limit of the time that it may take
     */
    Bootstrap(CommandRunner commands, Duration limit) {
        this.commands = commands;
        this.limit = limit;
    }

    /** With the program that debootstrap itself fetches with, so that proxies count for both. */
    Probe probe(Distribution distribution) {
        CommandOutcome outcome =
                commands.run(
                        Command.of(
                                PROBE_TIMEOUT,
                                "wget",
                                "--quiet",
                                "--spider",
                                "--timeout=10",
                                "--tries=1",
                                distribution.releaseUrl()));
        if (outcome instanceof Exited(int code, _, _)) {
            return switch (code) {
                case 0 -> Probe.THERE;
                case REFUSED_BY_SERVER -> Probe.NO_SUCH_SUITE;
                default -> Probe.UNREACHABLE;
            };
        }
        return Probe.UNREACHABLE;
    }

    /**
     * @param target an empty subvolume
     * @throws Refusal ENGINE_UNAVAILABLE
     */
    void fetch(Distribution distribution, Path target) {
        try (Keyring keyring = Keyring.of(distribution.keyring())) {
            commands.require(
                    Command.of(
                            limit,
                            "unshare",
                            "--mount",
                            "--propagation=private",
                            "/bin/sh",
                            "-ec",
                            SCRIPT,
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
                    "%s cannot be fetched: %s".formatted(distribution, failure.reason()),
                    failure);
        }
    }
}
