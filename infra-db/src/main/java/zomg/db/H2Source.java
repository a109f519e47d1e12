package zomg.db;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * How one database of H2 is opened. Nobody else may have it open.
 *
 * @param file what holds it; empty if that is not to be touched
 * @param writing opens it for good
 * @param reading opens it so that nothing is ever written
 */
record H2Source(
        Optional<Path> file, Consumer<HikariConfig> writing, Consumer<HikariConfig> reading) {

    /**
     * Without its hook, which would close it beside requests that are still answered. A connection
     * keeps what it parsed: of eight statements, if nothing is said, and a change takes more.
     */
    private static final String SETTINGS =
            ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;QUERY_CACHE_SIZE=64";

    /**
     * @param directory holds nothing else
     */
    static H2Source in(Path directory) {
        Path database = directory.toAbsolutePath().resolve("zomg");
        String url = "jdbc:h2:file:" + database + SETTINGS;
        return new H2Source(
                Optional.of(directory.resolve("zomg.mv.db")),
                config -> tell(config, url),
                config -> tell(config, url + ";ACCESS_MODE_DATA=r"));
    }

    private static void tell(HikariConfig config, String url) {
        config.setDriverClassName("org.h2.Driver");
        config.setJdbcUrl(url);
        config.setUsername("zomg");
        config.setPassword("");
    }

    /**
     * @param source does not keep connections
     */
    static H2Source of(DataSource source) {
        return new H2Source(
                Optional.empty(),
                config -> config.setDataSource(source),
                config -> config.setDataSource(source));
    }
}
