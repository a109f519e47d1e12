package zomg.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** What a PostgreSQL server must promise before records are given to it. */
final class PostgresPromises {

    private PostgresPromises() {}

    /**
     * @throws DatabaseFailed if it may answer before a commit is on disk, or cannot keep every
     *     character
     */
    static void require(DataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            require(statement, "fsync", "on");
            require(statement, "full_page_writes", "on");
            require(statement, "synchronous_commit", "on|local|remote_write|remote_apply");
            require(statement, "server_encoding", "UTF8");
        } catch (SQLException failure) {
            throw new DatabaseFailed("the database cannot be asked for its settings", failure);
        }
    }

    private static void require(Statement statement, String setting, String allowed)
            throws SQLException {
        try (ResultSet row = statement.executeQuery("show " + setting)) {
            row.next();
            String found = row.getString(1);
            if (!found.matches(allowed)) {
                throw new DatabaseFailed(
                        "the database has %s = %s and needs %s: else what was acknowledged can be lost"
                                .formatted(setting, found, allowed.replace("|", " or ")),
                        null);
            }
        }
    }
}
