package zomg.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import zomg.cli.support.Environment;
import zomg.cli.support.ServerFile;

/**
 * Where one instance keeps its things. Several share a machine, each with its own folders.
 *
 * @param state what must survive: pool, records, settings
 * @param run what ends with a reboot
 */
record Places(Path state, Path run) {

    static final String STATE_VARIABLE = "ZOMG_STATE_DIR";
    static final Path DEFAULT_STATE = Path.of("/var/lib/zomg");

    /** The options win over the environment. */
    static Places of(PlaceOptions options, Environment environment) {
        Path here = environment.workingDirectory();
        Path state =
                options.state()
                        .or(() -> environment.variable(STATE_VARIABLE))
                        .map(Path::of)
                        .orElse(DEFAULT_STATE);
        Path run = options.run().map(Path::of).orElseGet(() -> ServerFile.runDir(environment));
        return new Places(here.resolve(state).normalize(), here.resolve(run).normalize());
    }

    /** Whether this is the instance that a person has, not one beside it. */
    boolean isDefault() {
        return state.equals(DEFAULT_STATE);
    }

    Path settingsFile() {
        return state.resolve("settings.properties");
    }

    Path instanceFile() {
        return state.resolve("instance");
    }

    /** Tells this instance's links, rules and groups from another's; none before the first up. */
    Optional<String> instance() {
        try {
            return Optional.of(Files.readString(instanceFile()).strip());
        } catch (IOException neverUp) {
            return Optional.empty();
        }
    }

    Path tokensFile() {
        return state.resolve("tokens.json");
    }

    Path serverOutput() {
        return state.resolve("liberty");
    }

    Path consoleLog() {
        return serverOutput().resolve("console.log");
    }

    Path poolImage() {
        return state.resolve("pool.img");
    }

    Path lockFile() {
        return state.resolve("up.lock");
    }

    Path serverFile() {
        return run.resolve(ServerFile.NAME);
    }
}
