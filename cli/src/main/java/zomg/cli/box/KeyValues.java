package zomg.cli.box;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code KEY=VALUE} arguments. */
final class KeyValues {

    private KeyValues() {}

    /**
     * @param what the option, for what is added to {@code problems} about a bad one
     * @return null for none, as the contract has it
     */
    static Map<String, String> parse(String what, List<String> given, List<String> problems) {
        Map<String, String> parsed = new LinkedHashMap<>();
        for (String one : given) {
            int equals = one.indexOf('=');
            if (equals < 1) {
                problems.add("%s must be KEY=VALUE, not \"%s\"".formatted(what, one));
            } else {
                parsed.put(one.substring(0, equals), one.substring(equals + 1));
            }
        }
        return parsed.isEmpty() ? null : parsed;
    }
}
