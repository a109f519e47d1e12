package zomg.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MigrationsTest {

    private DataSource source;

    @BeforeEach
    void open(@TempDir Path directory) {
        source = H2.at(directory);
    }

    @AfterEach
    void close() throws SQLException {
        H2.shutDown(source);
    }

    @Test
    void every_packaged_script_is_known() throws IOException, URISyntaxException {
        Path packaged = Path.of(Migrations.class.getResource("/db/migration").toURI());

        try (Stream<Path> files = Files.list(packaged)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            Stream.concat(Migrations.SCRIPTS.stream(), Stream.of("flyway.location"))
                                    .toArray(String[]::new));
        }
    }

    @Test
    void migrating_twice_is_migrating_once() {
        Migrations.apply(source, false);
        Migrations.apply(source, false);
    }

    @Test
    void a_database_of_a_newer_zomg_is_refused() throws SQLException {
        Migrations.apply(source, false);
        H2.run(
                source,
                """
                insert into "flyway_schema_history"
                select 999, '999', "description", "type", 'V999__later.sql',
                       "checksum", "installed_by", "installed_on", "execution_time", "success"
                from "flyway_schema_history" where "version" = '1'
                """);

        assertThatThrownBy(() -> Database.open(source))
                .isInstanceOf(DatabaseFailed.class)
                .hasMessageContaining("V999__later.sql");
    }

    @Test
    void a_script_that_was_changed_afterwards_is_refused() throws SQLException {
        Migrations.apply(source, false);
        H2.run(source, "update \"flyway_schema_history\" set \"checksum\" = 1");

        assertThatThrownBy(() -> Database.open(source))
                .isInstanceOf(DatabaseFailed.class)
                .hasMessageContaining("cannot be migrated");
    }
}
