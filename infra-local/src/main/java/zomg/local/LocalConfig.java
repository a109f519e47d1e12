package zomg.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.process.Runner;
import zomg.model.box.BoxVariables;
import zomg.model.id.Uid;
import zomg.runner.HostLauncher;
import zomg.runner.Launcher;

/**
 * What the local engine is set up with.
 *
 * @param instance 4 characters that tell this server's links, rules and groups from another's
 * @param runner zomg-runner, behind the fence if there is one
 * @param runDirectory for what lasts until the machine restarts
 * @param firstHostId where the boxes' ranges of 65,536 user ids begin
 * @param maxProcesses in one box
 * @param domain below which boxes have their hostnames
 * @param resolvConfs where the host's resolvers are named, tried in this order
 * @param bootId the file that tells one boot of the machine from another
 */
public record LocalConfig(
        String instance,
        Runner runner,
        Path runDirectory,
        PoolDirectories pool,
        Subnet subnet,
        long firstHostId,
        int maxProcesses,
        String domain,
        boolean insecure,
        List<Path> resolvConfs,
        Path bootId) {

    /** The host's resolv.conf, then where systemd-resolved and others keep what is behind it. */
    public static final List<Path> RESOLV_CONFS =
            List.of(
                    Path.of("/etc/resolv.conf"),
                    Path.of("/run/systemd/resolve/resolv.conf"),
                    Path.of("/run/NetworkManager/no-stub-resolv.conf"));

    /** See random(4). */
    public static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private static final String LINK_PREFIX = "z";
    private static final int IDS = 65_536;
    private static final long MAX_ID = 0xffff_fffeL;

    /** In network rules and as a link group; other software's groups are small numbers. */
    int linkGroup() {
        return Integer.parseInt(instance, 36) | 1 << 28;
    }

    /** Of the nftables table. */
    String table() {
        return "zomg_" + instance;
    }

    /** Of the link that holds the machine's own address among the boxes. */
    String hostLink() {
        return "zomg-" + instance;
    }

    /** The parent of all boxes' control groups. */
    public String cgroup() {
        return "zomg-" + instance;
    }

    static String link(Uid box) {
        return LINK_PREFIX + box;
    }

    /** Whose link has this name, if it can be that of a box. */
    static Optional<Uid> boxOfLink(String name) {
        return Optional.of(name)
                .filter(link -> link.startsWith(LINK_PREFIX))
                .map(link -> link.substring(LINK_PREFIX.length()))
                .filter(Uid::isUid)
                .map(Uid::new);
    }

    /** Tells this instance's links from another's, however they are called. */
    String linkAlias() {
        return "zomg " + instance;
    }

    Path boxes() {
        return runDirectory.resolve("boxes");
    }

    Path runDirectory(Uid box) {
        return boxes().resolve(box.value());
    }

    long firstIdOfSlot(int slot) {
        long first = firstHostId + (long) slot * IDS;
        if (first + IDS > MAX_ID) {
            throw new IllegalArgumentException("no user ids are left for slot " + slot);
        }
        return first;
    }

    Launcher launcher() {
        return new HostLauncher(runner);
    }

    BoxVariables variables() {
        return new BoxVariables(domain, subnet.gateway(), insecure);
    }
}
