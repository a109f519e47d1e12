package zomg.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/**
 * Brings the schema to what this program needs. Flyway finds nothing in some class loaders and
 * calls that success (hence the files named {@code flyway.location}), so what it did is compared
 * with what it should have done.
 */
final class Migrations {

    /** Every script in {@code db/migration}; a test compares. */
    static final List<String> SCRIPTS =
            List.of(
                    "V1__records.sql",
                    "V2__journal.sql",
                    "V3__operations.sql",
                    "V4__storage.sql",
                    "V5__project_quotas.sql",
                    "V6__graves.sql",
                    "V7__keyed_requests.sql",
                    "V8__owner.sql",
                    "V9__snapshots.sql",
                    "V10__volumes.sql",
                    "V11__bases.sql",
                    "V12__volume_storage.sql",
                    "V13__taken_with.sql",
                    "V14__makings.sql",
                    "V15__hosts.sql");

    /** Flyway's own table, by which it knows the same; it is spelled alike in all databases. */
    private static final String APPLIED =
            """
            select "script" from "flyway_schema_history" where "success" order by "installed_rank"
            """;

    private Migrations() {}

    /**
     * @param collated whether the database sorts by a language unless told otherwise
     */
    static void apply(DataSource source, boolean collated) {
        if (isCurrent(source)) {
            return;
        }
        try {
            Flyway flyway =
                    Flyway.configure(Migrations.class.getClassLoader())
                            .dataSource(source)
                            .locations("classpath:db/migration")
                            .callbackLocations("classpath:db/migration")
                            .placeholders(Map.of("ascii", collated ? "collate \"C\"" : ""))
                            .load();
            flyway.migrate();
            List<String> applied =
                    Arrays.stream(flyway.info().all())
                            .filter(migration -> migration.getState().isApplied())
                            .map(MigrationInfo::getScript)
                            .toList();
            if (!applied.equals(SCRIPTS)) {
                throw new DatabaseFailed(
                        "the database has the migrations %s and needs %s"
                                .formatted(applied, SCRIPTS),
                        null);
            }
        } catch (FlywayException failure) {
            throw new DatabaseFailed("the database cannot be migrated", failure);
        }
    }

    /** Nearly always; to start Flyway for it takes a third of a second. */
    private static boolean isCurrent(DataSource source) {
        List<String> applied = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet scripts = statement.executeQuery(APPLIED)) {
            while (scripts.next()) {
                applied.add(scripts.getString(1));
            }
        } catch (SQLException notThere) {
            return false;
        }
        return applied.equals(SCRIPTS);
    }
}
