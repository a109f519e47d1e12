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

    private static final Pattern TABLE = Pattern.compile("^table (\\S+ \\S+) \\{$");
    private static final Pattern DROPS = Pattern.compile("type filter hook forward .*policy drop;");

    private ForwardPolicy() {}

    /**
     * @param ruleset what {@code nft list ruleset} printed
     * @param subnet of the boxes
     * @return the tables that drop packets of boxes
     */
    static List<String> droppingTables(String ruleset, String subnet) {
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
            } else if (line.equals("}")) {
                if (drops && !letsBoxesPass && !table.contains(" zomg")) {
                    dropping.add(table);
                }
            } else {
                drops = drops || DROPS.matcher(line).find();
                letsBoxesPass = letsBoxesPass || (line.contains(subnet) && line.contains("accept"));
            }
        }
        return dropping;
    }
}
