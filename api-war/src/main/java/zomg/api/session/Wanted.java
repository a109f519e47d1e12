package zomg.api.session;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import zomg.error.InvalidInput;
import zomg.model.box.Environment;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.SessionTerms;
import zomg.model.exec.WindowSize;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;

/**
 * What a connection asks for, in its path and query. Variables are not among it: addresses are
 * logged by whoever is on the way.
 *
 * @param command empty if it comes later
 * @param limit after which it is killed; without one it may take as long as it likes
 */
record Wanted(
        BoxRef box,
        List<String> command,
        boolean shell,
        Optional<String> workingDirectory,
        String user,
        Optional<WindowSize> terminal,
        Optional<Duration> limit) {

    /** A login shell where the box's work is; in its home if there is no such directory. */
    private static final List<String> SHELL = List.of("cd /work 2>/dev/null; exec bash -l");

    static Wanted exec(Map<String, String> path, String query) {
        Query asked = Query.of(query);
        return new Wanted(
                box(path),
                asked.all("command"),
                asked.truth("shell"),
                asked.one("cwd"),
                asked.one("user").orElse(ExecRequest.ROOT),
                asked.truth("tty") ? Optional.of(WindowSize.USUAL) : Optional.empty(),
                asked.number("timeout").map(Duration::ofSeconds));
    }

    static Wanted console(Map<String, String> path, String query) {
        return new Wanted(
                box(path),
                SHELL,
                true,
                Optional.empty(),
                Query.of(query).one("user").orElse(ExecRequest.ROOT),
                Optional.of(WindowSize.USUAL),
                Optional.empty());
    }

    private static BoxRef box(Map<String, String> path) {
        return new BoxRef(new ProjectName(path.get("project")), new BoxName(path.get("name")));
    }

    /**
     * @param late the command, if it is not in the query
     */
    ExecRequest request(Environment environment, Optional<List<String>> late) {
        return new ExecRequest(
                command.isEmpty() ? late.orElse(command) : command,
                shell,
                workingDirectory,
                environment,
                user,
                limit.orElse(ExecRequest.DEFAULT_TIMEOUT));
    }

    SessionTerms terms() {
        return SessionTerms.of(terminal, limit);
    }

    /** Of the container's own map nobody says how it is decoded. */
    private record Query(Map<String, List<String>> values) {

        static Query of(String text) {
            Map<String, List<String>> values = new HashMap<>();
            for (String pair : text == null || text.isEmpty() ? new String[0] : text.split("&")) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                values.computeIfAbsent(decoded(name), _ -> new ArrayList<>()).add(decoded(value));
            }
            return new Query(values);
        }

        private static String decoded(String text) {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        }

        List<String> all(String name) {
            return values.getOrDefault(name, List.of());
        }

        Optional<String> one(String name) {
            List<String> all = all(name);
            if (all.size() > 1) {
                throw InvalidInput.field(name, "must be given once");
            }
            return all.stream().findFirst();
        }

        boolean truth(String name) {
            return switch (one(name).orElse("false")) {
                case "true", "1" -> true;
                case "false", "0" -> false;
                default -> throw InvalidInput.field(name, "must be true or false");
            };
        }

        Optional<Integer> number(String name) {
            return one(name)
                    .map(
                            text -> {
                                if (!text.matches("[0-9]{1,9}")) {
                                    throw InvalidInput.field(name, "must be a number");
                                }
                                return Integer.valueOf(text);
                            });
        }
    }
}
