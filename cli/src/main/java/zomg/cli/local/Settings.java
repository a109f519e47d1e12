package zomg.cli.local;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import zomg.cli.support.Failure;

/**
 * What was said to {@code zomg up} once, so that the next one without options uses it. In {@code
 * settings.properties} by the names of the options.
 */
record Settings(SortedMap<String, String> given) {

    static final String POOL = "pool";
    static final String POOL_SIZE = "pool-size";
    static final String ENABLE_QUOTA = "enable-quota";
    static final String PORT = "port";
    static final String SUITE = "suite";
    static final String MIRROR = "mirror";
    static final String SUBNET = "subnet";
    static final String INSTALL_DIR = "install-dir";
    static final String SERVICE = "service";
    static final String DATABASE_URL = "database-url";
    static final String DATABASE_USER = "database-user";
    static final String DATABASE_PASSWORD_FILE = "database-password-file";

    static final String BAD_DATABASE_URL =
            "--database-url must be of the form jdbc:postgresql://host:5432/database, without a"
                    + " password";

    /** Under which name the server reads each. */
    private static final Map<String, String> VARIABLES =
            Map.of(
                    POOL, "ZOMG_POOL",
                    POOL_SIZE, "ZOMG_POOL_SIZE",
                    ENABLE_QUOTA, "ZOMG_ENABLE_QUOTA",
                    SUITE, "ZOMG_BASE_SUITE",
                    MIRROR, "ZOMG_BASE_MIRROR",
                    SUBNET, "ZOMG_SUBNET",
                    DATABASE_URL, "ZOMG_DATABASE_URL",
                    DATABASE_USER, "ZOMG_DATABASE_USER",
                    DATABASE_PASSWORD_FILE, "ZOMG_DATABASE_PASSWORD_FILE");

    private static final String HEAD = "# What zomg up was told; it may be edited.\n";

    /** What others see in {@code ps} and {@code zomg status} holds no secret. */
    static boolean isDatabaseUrl(String url) {
        return url.startsWith("jdbc:postgresql:")
                && !url.matches(".*[?&]password=.*|[^?]*//[^/?]*@.*");
    }

    Settings {
        given = new TreeMap<>(given);
    }

    static Settings read(Path file) {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException unreadable) {
                throw Failure.of("%s cannot be read: %s".formatted(file, unreadable.getMessage()));
            }
        }
        SortedMap<String, String> given = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(key -> given.put(key, properties.getProperty(key)));
        return new Settings(given);
    }

    /** These, with what is said now over them. A pool elsewhere has no size, and the other way. */
    Settings overriddenBy(Map<String, String> now) {
        SortedMap<String, String> merged = new TreeMap<>(given);
        if (now.containsKey(POOL)) {
            merged.remove(POOL_SIZE);
        }
        if (now.containsKey(POOL_SIZE)) {
            merged.remove(POOL);
            merged.remove(ENABLE_QUOTA);
        }
        merged.putAll(now);
        return new Settings(merged);
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(given.get(key)).filter(value -> !value.isBlank());
    }

    /** Where the records are, in words for people. */
    String database(Path state) {
        return get(DATABASE_URL).orElseGet(() -> state.resolve("db").toString());
    }

    /** Whether systemd shall start the server. */
    boolean isService() {
        return get(SERVICE).map(Boolean::parseBoolean).orElse(false);
    }

    String text() {
        return given.entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue().replace("\\", "\\\\") + "\n")
                .collect(Collectors.joining("", HEAD, ""));
    }

    /** As the server reads them. */
    Map<String, String> variables() {
        return given.entrySet().stream()
                .filter(one -> VARIABLES.containsKey(one.getKey()))
                .collect(Collectors.toMap(one -> VARIABLES.get(one.getKey()), Map.Entry::getValue));
    }
}
