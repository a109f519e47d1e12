package zomg.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import zomg.linux.process.Command;
import zomg.linux.process.CommandOutcome.Exited;
import zomg.linux.process.CommandRunner;

/**
 * Filters of other software whose policy for forwarded packets is to drop: an accept in our own
 * table cannot overrule them, so each gets two rules of ours, marked by a comment, which leave with
 * the server.
 */
final class ForeignForwardChains {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Pattern TABLE = Pattern.compile("table (\\w+) (\\S+) \\{");
    private static final Pattern CHAIN = Pattern.compile("chain (\\S+) \\{");
    private static final Pattern HANDLE = Pattern.compile("# handle (\\d+)$");

    /** One base chain, as nft names it. */
    record Chain(String family, String table, String name) {
        @Override
        public String toString() {
            return "%s %s %s".formatted(family, table, name);
        }
    }

    private final CommandRunner commands;
    private final LocalConfig config;

    ForeignForwardChains(CommandRunner commands, LocalConfig config) {
        this.commands = commands;
        this.config = config;
    }

    void open() {
        for (Chain chain : dropping()) {
            if (handles(chain).isEmpty()) {
                insert(chain, "iifgroup");
                insert(chain, "oifgroup");
            }
        }
    }

    /** A chain that drops and has no rules of ours, as after its owner loaded it anew. */
    Optional<Chain> firstClosed() {
        return dropping().stream().filter(chain -> handles(chain).isEmpty()).findFirst();
    }

    void close() {
        for (Chain chain : dropping()) {
            handles(chain)
                    .forEach(handle -> run("delete rule %s handle %s".formatted(chain, handle)));
        }
    }

    private void insert(Chain chain, String direction) {
        run(
                "insert rule %s %s %d accept comment \"%s\""
                        .formatted(chain, direction, config.linkGroup(), config.table()));
    }

    private List<Chain> dropping() {
        return dropping(listing("list", "chains")).stream()
                .filter(chain -> !chain.table().equals(config.table()))
                .toList();
    }

    /** The chains of {@code nft list chains} that hook into forwarding with policy drop. */
    static List<Chain> dropping(String listing) {
        List<Chain> found = new ArrayList<>();
        String family = "";
        String table = "";
        String name = "";
        for (String line : listing.lines().map(String::strip).toList()) {
            Matcher tableLine = TABLE.matcher(line);
            Matcher chainLine = CHAIN.matcher(line);
            if (tableLine.matches()) {
                family = tableLine.group(1);
                table = tableLine.group(2);
            } else if (chainLine.matches()) {
                name = chainLine.group(1);
            } else if (line.startsWith("type filter hook forward")
                    && line.contains("policy drop")
                    && List.of("ip", "inet").contains(family)) {
                found.add(new Chain(family, table, name));
            }
        }
        return found;
    }

    private List<String> handles(Chain chain) {
        return listing("-a", "list", "chain", chain.family(), chain.table(), chain.name())
                .lines()
                .filter(line -> line.contains("comment \"%s\"".formatted(config.table())))
                .map(HANDLE::matcher)
                .filter(Matcher::find)
                .map(handle -> handle.group(1))
                .toList();
    }

    private String listing(String... words) {
        List<String> argv = new ArrayList<>(List.of("nft"));
        argv.addAll(Arrays.asList(words));
        return commands.run(new Command(argv, TIMEOUT)) instanceof Exited(int code, String out, _)
                        && code == 0
                ? out
                : "";
    }

    private void run(String statement) {
        commands.require(Command.of(TIMEOUT, "nft", "-f", "-"), statement + "\n");
    }
}
