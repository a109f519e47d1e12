package zomg.db;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** H2 as the server has it: a file that one process opens. */
final class H2 {

    private H2() {}

    static DataSource at(Path directory) {
        return at(directory, "");
    }

    /**
     * @param more settings, each after a semicolon
     */
    static DataSource at(Path directory, String more) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(
                "jdbc:h2:file:%s/zomg;DB_CLOSE_DELAY=-1%s"
                        .formatted(directory.toAbsolutePath(), more));
        source.setUser("zomg");
        source.setPassword("");
        return source;
    }

    /** The only file of a database. */
    static Path file(Path directory) {
        return directory.resolve("zomg.mv.db");
    }

    static void run(DataSource source, String command) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    static void shutDown(DataSource source) throws SQLException {
        run(source, "SHUTDOWN");
    }

    /** For nobody who opens it again: nothing is made smaller first. */
    static void leave(DataSource source) throws SQLException {
        run(source, "SHUTDOWN IMMEDIATELY");
    }
}
