package zomg.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.process.Command;
import zomg.linux.process.CommandFailed;
import zomg.linux.process.CommandOutcome;
import zomg.linux.process.CommandRunner;
import zomg.port.MachinePart;

/**
 * What the boxes' links have in common: the machine's address among them, forwarding, and one
 * nftables table with the walls. Links are told apart by their group, so a box that comes or goes
 * changes no rule.
 */
public final class LocalNetwork implements MachinePart {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Path FORWARDING = Path.of("/proc/sys/net/ipv4/ip_forward");

    private final LocalConfig config;
    private final Resolver resolver;
    private final CommandRunner commands;
    private final ForeignForwardChains foreignChains;
    private volatile String listing = "";

    public LocalNetwork(LocalConfig config, CommandRunner commands) {
        this.config = config;
        this.resolver = new Resolver(config.resolvConfs());
        this.commands = commands;
        this.foreignChains = new ForeignForwardChains(commands, config);
    }

    @Override
    public String name() {
        return "network";
    }

    @Override
    public void prepare() {
        try {
            refuseForeignRoute();
            makeHostLink();
            Files.writeString(FORWARDING, "1");
            nft(rules());
            foreignChains.open();
            listing = table();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (CommandFailed failure) {
            throw new Refusal(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "the network cannot be set up: " + failure.getMessage(),
                    failure);
        }
    }

    /** The table is compared as nft shows it: what it held when it was made, whole. */
    @Override
    public Optional<String> fault() {
        if (!hasHostLink()) {
            return Optional.of(
                    "the link %s with the address %s is gone"
                            .formatted(config.hostLink(), config.subnet().gateway()));
        }
        if (!isForwarding()) {
            return Optional.of("the machine forwards no packets: %s is off".formatted(FORWARDING));
        }
        if (!table().equals(listing)) {
            return Optional.of(
                    "the nftables table %s is not as it was set up".formatted(config.table()));
        }
        return foreignChains.firstClosed().map("the filter %s drops what boxes send"::formatted);
    }

    private boolean hasHostLink() {
        return commands.run(ip("-4", "-o", "address", "show", "dev", config.hostLink(), "up"))
                        instanceof CommandOutcome.Exited(int code, String addresses, _)
                && code == 0
                && addresses.contains(" %s/32 ".formatted(config.subnet().gateway()));
    }

    private static boolean isForwarding() {
        try {
            return Files.readString(FORWARDING).strip().equals("1");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Without counters and handles; empty if there is none. */
    private String table() {
        return commands.run(
                                        Command.of(
                                                TIMEOUT,
                                                "nft",
                                                "--stateless",
                                                "list",
                                                "table",
                                                "inet",
                                                config.table()))
                                instanceof CommandOutcome.Exited(int code, String text, _)
                        && code == 0
                ? text
                : "";
    }

    @Override
    public void release() {
        commands.run(ip("link", "del", config.hostLink()));
        nft("add table inet %1$s\ndelete table inet %1$s\n".formatted(config.table()));
        foreignChains.close();
    }

    /** The whole subnet must be ours: a route of somebody else's into it would be cut off. */
    private void refuseForeignRoute() {
        String routes =
                commands.require(ip("-4", "route", "show", "root", config.subnet().toString()));
        List<String> foreign = routes.lines().map(String::strip).filter(this::isForeign).toList();
        if (!foreign.isEmpty()) {
            throw new Refusal(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "the boxes' subnet %s is routed already (%s); choose another with --subnet"
                            .formatted(config.subnet(), foreign.getFirst()));
        }
    }

    /** Ours: what leads to the host link, and to boxes that outlived the server. */
    private boolean isForeign(String route) {
        List<String> words = Arrays.asList(route.split("\\s+"));
        int device = words.indexOf("dev") + 1;
        return !words.getFirst().equals("default")
                && !words.get(device).equals(config.hostLink())
                && !words.get(device).matches("z[a-z2-7]{12}");
    }

    /** A bridge without ports: it only holds the address. Some kernels have no dummy links. */
    private void makeHostLink() {
        if (!Files.exists(Path.of("/sys/class/net", config.hostLink()))) {
            commands.require(ip("link", "add", config.hostLink(), "type", "bridge"));
        }
        commands.require(
                ip(
                        "address",
                        "replace",
                        config.subnet().gateway() + "/32",
                        "dev",
                        config.hostLink()));
        commands.require(ip("link", "set", config.hostLink(), "up"));
    }

    /**
     * Ahead of everybody else's filters by priority. {@code fib} drops what a box sends from an
     * address that is not routed to its own link, so no box speaks for another.
     */
    private String rules() {
        List<String> resolvers = resolver.servers();
        String dns =
                resolvers.isEmpty()
                        ? ""
                        : "        ip daddr { %s } meta l4proto { udp, tcp } th dport 53 accept\n"
                                .formatted(String.join(", ", resolvers));
        return """
        add table inet %1$s
        delete table inet %1$s
        table inet %1$s {
            chain source {
                type filter hook prerouting priority raw; policy accept;
                iifgroup %2$d meta nfproto ipv6 drop
                iifgroup %2$d fib saddr . iif oif missing drop
            }
            chain input {
                type filter hook input priority filter - 10; policy accept;
                iifgroup %2$d jump from_box
            }
            chain from_box {
                ct state established,related accept
                icmp type echo-request accept
        %3$s        drop
            }
            chain forward {
                type filter hook forward priority filter - 10; policy accept;
                iifgroup %2$d oifgroup %2$d accept
                oifgroup %2$d ct state established,related accept
                oifgroup %2$d drop
            }
            chain nat {
                type nat hook postrouting priority srcnat; policy accept;
                ip saddr %4$s oifgroup != %2$d masquerade
            }
        }
        """
                .formatted(config.table(), config.linkGroup(), dns, config.subnet());
    }

    private void nft(String rules) {
        commands.require(Command.of(TIMEOUT, "nft", "-f", "-"), rules);
    }

    private static Command ip(String... words) {
        return Command.of(
                TIMEOUT,
                Stream.concat(Stream.of("ip"), Arrays.stream(words)).toArray(String[]::new));
    }
}
