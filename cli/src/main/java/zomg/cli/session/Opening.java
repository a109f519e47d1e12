package zomg.cli.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import zomg.cli.support.Call;
import zomg.cli.support.Environment;

/**
 * What a session is asked for.
 *
 * @param call where, as a request; it is sent as one only to hear why it was refused
 * @param late the command, if it is too long for an address; else empty
 * @param variables what the command finds in its environment
 * @param tty whether it gets a terminal
 * @param session that there is already; else a new one
 */
public record Opening(
        Call call,
        List<String> late,
        Map<String, String> variables,
        boolean tty,
        Optional<String> session) {

    private static final String TERM = "TERM";
    private static final String USUAL_TERM = "xterm-256color";

    /** With a terminal that is like the caller's. */
    public static Opening withTerminal(
            Call call, List<String> late, Map<String, String> variables, Environment caller) {
        Map<String, String> all = new LinkedHashMap<>(variables);
        all.putIfAbsent(TERM, caller.variable(TERM).orElse(USUAL_TERM));
        return new Opening(call, late, all, true, Optional.empty());
    }

    public static Opening withoutTerminal(
            Call call, List<String> late, Map<String, String> variables) {
        return new Opening(call, late, variables, false, Optional.empty());
    }

    /** One that there is already. */
    public static Opening of(Call call, String session, boolean tty) {
        return new Opening(call, List.of(), Map.of(), tty, Optional.of(session));
    }
}
