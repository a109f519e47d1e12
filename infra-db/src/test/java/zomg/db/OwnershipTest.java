package zomg.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.named;
import static zomg.fixture.BoxFixtures.web;
import static zomg.fixture.Refusals.assertRefused;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zomg.error.ErrorCode;

@ExtendWith(PostgresServer.Shared.class)
final class OwnershipTest {

    private static final Owner ANN = new Owner("aaaaaaaaaaaa", "/var/lib/zomg on ann");
    private static final Owner BOB = new Owner("bbbbbbbbbbbb", "/var/lib/zomg on bob");
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration RECOVERY = Duration.ofSeconds(20);
    private static final String LOCKS =
            "select coalesce(min(pid), 0) from pg_locks where locktype = 'advisory'"
                    + " and objid = '%s'::regnamespace::oid";
    private static final String HOLDER = LOCKS + " and granted";
    private static final String WAITER = LOCKS + " and not granted";

    private final PostgresServer server;

    OwnershipTest(PostgresServer server) {
        this.server = server;
    }

    @Test
    void records_of_another_server_are_refused_also_while_it_is_down() throws SQLException {
        PostgresConfig config = server.freshSchema();
        try (Database ann = Database.open(config, ANN)) {
            assertRefusesBob(config);
            new SqlBoxes(ann).add(web());
        }

        assertRefusesBob(config);

        try (Database ann = Database.open(config, ANN)) {
            assertThat(new SqlBoxes(ann).find(web().ref())).isPresent();
        }
    }

    private static void assertRefusesBob(PostgresConfig config) {
        assertThatThrownBy(() -> Database.open(config, BOB))
                .isInstanceOf(DatabaseFailed.class)
                .hasMessageContaining(config.url())
                .hasMessageContaining(ANN.place())
                .hasMessageContaining("delete from database_owner");
    }

    @Test
    void who_does_as_the_refusal_says_takes_its_place() throws SQLException {
        PostgresConfig config = server.freshSchema();
        Database.open(config, ANN).close();

        run(config, "delete from database_owner");

        Database.open(config, BOB).close();
        assertThatThrownBy(() -> Database.open(config, ANN)).hasMessageContaining(BOB.place());
    }

    @Test
    void other_schemas_of_the_same_database_are_for_other_servers() throws SQLException {
        try (Database ann = Database.open(server.freshSchema(), ANN);
                Database bob = Database.open(server.freshSchema(), BOB)) {
            new SqlBoxes(ann).add(web());
            new SqlBoxes(bob).add(web());
        }
    }

    @Test
    void a_server_that_moved_with_its_state_directory_says_where_it_is_now() throws SQLException {
        PostgresConfig config = server.freshSchema();
        Database.open(config, ANN).close();
        Owner moved = new Owner(ANN.id(), "/srv/zomg on carl");

        Database.open(config, moved).close();

        assertThatThrownBy(() -> Database.open(config, BOB)).hasMessageContaining(moved.place());
    }

    @Test
    void a_copy_is_refused_while_the_server_is_up() throws SQLException {
        PostgresConfig config = server.freshSchema();
        try (Database ann = Database.open(config, ANN)) {
            assertThatThrownBy(() -> Database.open(config, ANN, AT_ONCE))
                    .isInstanceOf(DatabaseFailed.class)
                    .hasMessageContaining("open in another process")
                    .hasMessageContaining(ANN.place());
            new SqlBoxes(ann).add(web());
        }
    }

    @Test
    void a_lost_session_is_followed_by_another_one_with_the_lock() throws SQLException {
        PostgresConfig config = server.freshSchema();
        try (Database ann = Database.open(config, ANN)) {
            long first = process(config, HOLDER, pid -> pid != 0);

            run(config, "select pg_terminate_backend(%d)".formatted(first));

            process(config, HOLDER, pid -> pid != 0 && pid != first);
            new SqlBoxes(ann).add(web());
        }
    }

    @Test
    void who_lost_its_session_and_the_records_to_a_copy_writes_and_reads_no_more()
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        PostgresConfig config = server.freshSchema();
        try (Database ann = Database.open(config, ANN)) {
            new SqlBoxes(ann).add(web());
            long session = process(config, HOLDER, pid -> pid != 0);
            CompletableFuture<Database> opened =
                    CompletableFuture.supplyAsync(() -> Database.open(config, ANN));
            process(config, WAITER, pid -> pid != 0);

            run(config, "select pg_terminate_backend(%d)".formatted(session));

            try (Database copy = opened.get(1, TimeUnit.MINUTES)) {
                assertRefused(
                        ErrorCode.ENGINE_UNAVAILABLE, () -> new SqlBoxes(ann).add(named("late")));
                assertRefused(
                        ErrorCode.ENGINE_UNAVAILABLE, () -> new SqlBoxes(ann).find(web().ref()));
                assertThat(new SqlBoxes(copy).find(named("late").ref())).isEmpty();
                new SqlBoxes(copy).add(named("late"));
            }
        }
    }

    /** The process that has the lock or waits for it, once it is one that is wanted. */
    private static long process(PostgresConfig config, String question, LongPredicate wanted)
            throws SQLException {
        String schema = config.url().substring(config.url().indexOf('=') + 1);
        long deadline = System.nanoTime() + RECOVERY.toNanos();
        try (Connection connection = connect(config);
                Statement statement = connection.createStatement()) {
            while (true) {
                try (ResultSet row = statement.executeQuery(question.formatted(schema))) {
                    row.next();
                    if (wanted.test(row.getLong(1))) {
                        return row.getLong(1);
                    }
                }
                assertThat(System.nanoTime()).isLessThan(deadline);
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    private static void run(PostgresConfig config, String command) throws SQLException {
        try (Connection connection = connect(config);
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    private static Connection connect(PostgresConfig config) throws SQLException {
        return DriverManager.getConnection(
                config.url(), PostgresServer.USER, PostgresServer.PASSWORD.value());
    }
}
