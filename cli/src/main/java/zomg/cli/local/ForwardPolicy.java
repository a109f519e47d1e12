package zomg.cli.local;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for somebody else's chain that drops what is forwarded: a firewall or Docker. A packet of a
 * box must pass every such chain, whatever ours say.
 */
final class ForwardPolicy {

    private static final Pattern TABLE = Pattern.compile("^table ((?:ip|inet) \\S+) \\{$");
    private static final Pattern DROPS = Pattern.compile("type filter hook forward .*policy drop;");

    private ForwardPolicy() {}

    /**
     * @param ruleset what {@code nft list ruleset} printed
     * @param marks of which one stands in a rule that lets boxes pass: their subnet, or the name of
     *     the server's table, with which it marks the rules that it adds to others' chains
     * @return the tables that drop packets of boxes
     */
    static List<String> droppingTables(String ruleset, List<String> marks) {
        List<String> dropping = new ArrayList<>();
        String table = "";
        boolean drops = false;
        boolean letsBoxesPass = false;
        for (String line : ruleset.lines().toList()) {
            Matcher start = TABLE.matcher(line);
            if (start.matches()) {
                table = start.group(1);
                drops = false;
                letsBoxesPass = false;
            } else if (line.startsWith("table ")) {
                table = "";
            } else if (line.equals("}")) {
                if (drops && !table.isEmpty() && !letsBoxesPass && !table.contains(" zomg")) {
                    dropping.add(table);
                }
            } else {
                drops = drops || DROPS.matcher(line).find();
                letsBoxesPass =
                        letsBoxesPass
                                || (line.contains("accept")
                                        && marks.stream().anyMatch(line::contains));
            }
        }
        return dropping;
    }
}
