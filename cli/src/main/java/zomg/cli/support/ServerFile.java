package zomg.cli.support;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code server.json}: what the local server's starter leaves for every user of the machine. No
 * secret; what is absent is null.
 *
 * @param startTime field 22 of /proc/PID/stat: together with the pid it names one process for good
 * @param tokenName name of the token file in each user's folder of tokens
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record ServerFile(
        String url,
        long pid,
        long startTime,
        String pool,
        String database,
        String engine,
        String version,
        String stateDir,
        String installDir,
        String tokenName) {

    public static final String RUN_DIR_VARIABLE = "ZOMG_RUN_DIR";
    public static final Path DEFAULT_RUN_DIR = Path.of("/run/zomg");
    public static final String NAME = "server.json";

    /** The folder that holds it, as the environment says. */
    public static Path runDir(Environment environment) {
        return environment.variable(RUN_DIR_VARIABLE).map(Path::of).orElse(DEFAULT_RUN_DIR);
    }

    public static Optional<ServerFile> read(Path runDir) {
        Path file = runDir.resolve(NAME);
        try {
            return Optional.of(
                    Jsonb.instance().type(ServerFile.class).fromJson(Files.readString(file)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | RuntimeException unreadable) {
            throw Failure.of("%s cannot be read: %s".formatted(file, unreadable.getMessage()));
        }
    }

    public String toJson() {
        return Jsonb.instance().type(ServerFile.class).toJsonPretty(this);
    }

    public Path tokenFile(Path home) {
        return tokenFolder(home).resolve(tokenName);
    }

    /** Where a user's tokens lie. */
    public static Path tokenFolder(Path home) {
        return home.resolve(".config").resolve("zomg");
    }
}
