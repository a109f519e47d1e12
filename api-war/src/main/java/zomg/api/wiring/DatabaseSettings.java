package zomg.api.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import zomg.db.Database;
import zomg.db.DatabaseFailed;
import zomg.db.Password;
import zomg.db.PostgresConfig;

/** Where the records are, if not in the file of H2. */
final class DatabaseSettings {

    private static final long MAX_CONNECTIONS = 200;

    private DatabaseSettings() {}

    static Optional<PostgresConfig> read(SettingsReader reader) {
        Optional<String> url = reader.optional(Setting.DATABASE_URL, PostgresConfig::checkedUrl);
        Optional<String> user = reader.optional(Setting.DATABASE_USER, text -> text);
        Optional<Password> password = reader.optional(Setting.DATABASE_PASSWORD, Password::new);
        Optional<Password> file =
                reader.optional(Setting.DATABASE_PASSWORD_FILE, DatabaseSettings::inFile);
        int connections =
                reader.read(Setting.DATABASE_CONNECTIONS, SettingsReader.number(2, MAX_CONNECTIONS))
                        .intValue();
        return url.map(
                found -> new PostgresConfig(found, user, file.or(() -> password), connections));
    }

    /**
     * @throws IllegalStateException if it cannot be had, with the settings that say which it is
     */
    static Database open(PostgresConfig config, StateDirectory state, RandomIds ids) {
        try {
            return Database.open(config, state.owner(ids));
        } catch (DatabaseFailed failure) {
            throw new IllegalStateException(
                    "%s (settings %s, %s, %s)"
                            .formatted(
                                    failure.getMessage(),
                                    Setting.DATABASE_URL.key(),
                                    Setting.DATABASE_USER.key(),
                                    Setting.DATABASE_PASSWORD_FILE.key()),
                    failure);
        }
    }

    private static Password inFile(String path) {
        try {
            return new Password(Files.readString(SettingsReader.path(path)).strip());
        } catch (IOException failure) {
            throw new IllegalArgumentException(path + " cannot be read", failure);
        }
    }
}
