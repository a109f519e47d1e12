package zomg.cli.support;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the command was called: its variables, its folder, the caller's home. */
public record Environment(Map<String, String> variables, Path workingDirectory, Path home) {

    public Environment {
        variables = Map.copyOf(variables);
    }

    public static Environment ofProcess() {
        Map<String, String> variables = System.getenv();
        String home = variables.getOrDefault("HOME", "");
        return new Environment(
                variables,
                Path.of("").toAbsolutePath(),
                Path.of(home.isEmpty() ? System.getProperty("user.home") : home));
    }

    /** An empty variable counts as none, as shells have it. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }
}
