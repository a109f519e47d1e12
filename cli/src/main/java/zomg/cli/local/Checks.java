package zomg.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import zomg.cli.client.ServerClient;
import zomg.cli.client.SetupStep;
import zomg.cli.local.Machine.Outcome;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.Failures;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.Server;
import zomg.cli.support.ServerFile;
import zomg.cli.support.ServerResolver;

/** Everything that doctor looks at by itself. It changes nothing. */
final class Checks {

    private static final long LEAST_FREE = 1024L * 1024 * 1024;
    private static final String SUBNET = "10.66.0.0/16";
    private static final String NEEDS_ROOT = "only root can see this: sudo zomg doctor";

    private final Places places;
    private final Machine machine;
    private final Invocation invocation;

    Checks(Places places, Machine machine, Invocation invocation) {
        this.places = places;
        this.machine = machine;
        this.invocation = invocation;
    }

    List<Check> all() {
        List<Check> checks =
                new ArrayList<>(
                        List.of(
                                packages(),
                                btrfs(),
                                userNamespaces(),
                                controlGroups(),
                                loopDevices(),
                                packetFilter(),
                                freeDisk()));
        checks.addAll(server());
        return checks;
    }

    private static Path supportFile(String name) {
        return Installation.home().resolve("support").resolve(name);
    }

    private Check packages() {
        Outcome missing =
                machine.run(
                        "", List.of(supportFile("check-prerequisites").toString(), "--missing"));
        String names = missing.output().strip();
        return Check.of(
                missing.isGood() && names.isEmpty(),
                "packages",
                "all are installed",
                "missing; type: sudo apt-get install -y " + names);
    }

    private Check btrfs() {
        boolean there =
                holds(Path.of("/proc/filesystems"), "\tbtrfs")
                        || machine.run("", List.of("modprobe", "--dry-run", "btrfs")).isGood();
        return Check.of(
                there,
                "btrfs",
                "the kernel has it",
                "this kernel has no btrfs; boot one that has (on Debian and Ubuntu: the stock one)");
    }

    private static Check userNamespaces() {
        String limit = read(Path.of("/proc/sys/user/max_user_namespaces")).orElse("0").strip();
        return Check.of(
                Files.exists(Path.of("/proc/self/ns/user")) && !limit.equals("0"),
                "namespaces",
                "user namespaces can be made",
                "user namespaces are switched off; type: sudo sysctl user.max_user_namespaces=15000");
    }

    private static Check controlGroups() {
        String second = read(Path.of("/sys/fs/cgroup/cgroup.controllers")).orElse("");
        boolean there =
                Stream.of("memory", "cpu", "pids")
                        .allMatch(
                                controller ->
                                        List.of(second.strip().split(" ", -1)).contains(controller)
                                                || Files.isDirectory(
                                                        Path.of("/sys/fs/cgroup", controller)));
        return Check.of(
                there,
                "cgroups",
                "memory, cpu and pids can be limited",
                "the controllers memory, cpu and pids are not all there; see /proc/cgroups");
    }

    private Check loopDevices() {
        boolean needed = !Files.exists(places.settingsFile()) || !hasOwnPool();
        return Check.of(
                !needed || Files.exists(Path.of("/dev/loop-control")),
                "loop devices",
                needed ? "the pool's image can be mounted" : "not needed: the pool is no image",
                "/dev/loop-control is missing; type: sudo modprobe loop");
    }

    private boolean hasOwnPool() {
        return Files.isReadable(places.settingsFile())
                && Settings.read(places.settingsFile()).get(Settings.POOL).isPresent();
    }

    private Check packetFilter() {
        if (!machine.isRoot()) {
            return Check.notLookedAt("nftables", NEEDS_ROOT);
        }
        Outcome ruleset = machine.run("", List.of("nft", "list", "ruleset"));
        if (!ruleset.isGood()) {
            return Check.bad("nftables", "nft does not work: " + ruleset.output().strip());
        }
        String subnet = Settings.read(places.settingsFile()).get(Settings.SUBNET).orElse(SUBNET);
        List<String> dropping = ForwardPolicy.droppingTables(ruleset.output(), marks(subnet));
        return Check.of(
                dropping.isEmpty(),
                "nftables",
                "works, and nobody drops what boxes send",
                "the table \"%s\" drops what is forwarded: boxes may not reach the network;"
                                .formatted(String.join("\", \"", dropping))
                        + " let %s pass there".formatted(subnet));
    }

    private List<String> marks(String subnet) {
        return places.instance()
                .map(instance -> List.of(subnet, "\"zomg_%s\"".formatted(instance)))
                .orElseGet(() -> List.of(subnet));
    }

    private Check freeDisk() {
        long free = machine.usableBytes(places.state());
        return Check.of(
                free >= LEAST_FREE,
                "disk",
                "%d MiB are free for %s".formatted(free >> 20, places.state()),
                "only %d MiB are free for %s; make room".formatted(free >> 20, places.state()));
    }

    /** The server of this machine, if it answers. */
    Optional<Http> answering() {
        return ServerFile.read(places.run())
                .filter(file -> LocalServer.processOf(file).isAlive())
                .map(this::to)
                .filter(http -> ServerProcess.version(http) != null);
    }

    private Http to(ServerFile file) {
        Optional<String> token = new ServerResolver(invocation.environment()).localToken(file);
        return invocation.to(new Server(Server.parse(file.url()), token));
    }

    private List<Check> server() {
        Optional<ServerFile> file = ServerFile.read(places.run());
        if (file.isEmpty() || !LocalServer.processOf(file.get()).isAlive()) {
            return List.of(Check.bad("server", "it is not up; type: sudo zomg up"));
        }
        Http http = to(file.get());
        if (ServerProcess.version(http) == null) {
            return List.of(
                    Check.bad(
                            "server",
                            "pid %d does not answer at %s; type: sudo zomg down --keep-boxes && sudo zomg up"
                                    .formatted(file.get().pid(), file.get().url())));
        }
        return List.of(
                Check.good("server", "it answers at " + file.get().url()),
                Check.good(
                        "database",
                        "the records are in "
                                + Optional.ofNullable(file.get().database()).orElse("a file")),
                tokenFile(file.get()),
                setup(http));
    }

    private Check tokenFile(ServerFile server) {
        Path file = server.tokenFile(invocation.environment().home());
        try {
            Set<PosixFilePermission> permissions =
                    EnumSet.copyOf(Files.getPosixFilePermissions(file));
            permissions.removeAll(
                    EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
            return Check.of(
                    permissions.isEmpty(),
                    "token",
                    "%s is yours alone".formatted(file),
                    "others can read %s; type: chmod 600 %s".formatted(file, file));
        } catch (IOException missing) {
            return Check.bad("token", "%s is missing; type: sudo zomg up".formatted(file));
        }
    }

    private static Check setup(Http http) {
        try {
            List<SetupStep> open =
                    new ServerClient(http)
                            .showSetup().value().steps().stream()
                                    .filter(step -> !step.state().equals("done"))
                                    .toList();
            return open.isEmpty()
                    ? Check.good("set-up", "done")
                    : Check.bad(
                            "set-up",
                            "%s is %s: %s"
                                    .formatted(
                                            open.getFirst().name(),
                                            open.getFirst().state(),
                                            open.getFirst().detail()));
        } catch (ApiFailure no) {
            return Check.bad("set-up", Failures.sentence(no));
        }
    }

    private static boolean holds(Path file, String text) {
        return read(file).filter(content -> content.contains(text)).isPresent();
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }
}
