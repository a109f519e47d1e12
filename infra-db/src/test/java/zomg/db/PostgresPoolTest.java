package zomg.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.named;
import static zomg.fixture.BoxFixtures.web;
import static zomg.fixture.Refusals.assertRefused;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.port.Boxes;

@ExtendWith(PostgresServer.Shared.class)
final class PostgresPoolTest {

    /** A wait for a connection, and another one for the one that was broken, or for one's turn. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration BACK = Duration.ofSeconds(20);

    private final PostgresServer server;

    PostgresPoolTest(PostgresServer server) {
        this.server = server;
    }

    @Test
    void while_the_database_is_away_it_is_said_and_when_it_is_back_all_is_there()
            throws SQLException {
        try (Database database = Database.shared(server.freshDatabase())) {
            Boxes boxes = new SqlBoxes(database);
            Box box = boxes.add(web());

            server.stopAtOnce();
            try {
                assertRefused(
                        ErrorCode.ENGINE_UNAVAILABLE, () -> inTime(() -> boxes.find(box.ref())));
                assertRefused(
                        ErrorCode.ENGINE_UNAVAILABLE, () -> inTime(() -> boxes.add(named("late"))));
            } finally {
                server.start();
            }

            assertThat(soon(() -> boxes.find(box.ref()))).contains(box);
            boxes.add(named("late"));
        }
    }

    /** A server that was just started may be slow with its first connections. */
    private static <T> T soon(Supplier<T> call) {
        long deadline = System.nanoTime() + BACK.toNanos();
        while (true) {
            try {
                return call.get();
            } catch (Refusal away) {
                if (System.nanoTime() - deadline > 0) {
                    throw away;
                }
            }
        }
    }

    /** Nothing else may come of it, whatever a connection was in the middle of, and in time. */
    @RepeatedTest(3)
    void who_works_while_it_goes_away_is_told_that_and_nothing_else() throws Throwable {
        try (Database database = Database.shared(server.freshDatabase());
                ExecutorService clients = Executors.newFixedThreadPool(8)) {
            Boxes boxes = new SqlBoxes(database);
            AtomicInteger done = new AtomicInteger();
            List<Future<RuntimeException>> ends = new ArrayList<>();
            for (int client = 0; client < 8; client++) {
                String prefix = "c%d-".formatted(client);
                ends.add(clients.submit(() -> untilItFails(boxes, prefix, done)));
            }
            while (done.get() < 20) {
                Thread.onSpinWait();
            }

            server.stopAtOnce();

            try {
                inTime(
                        () -> {
                            for (Future<RuntimeException> end : ends) {
                                requireAway(end.get(1, TimeUnit.MINUTES));
                            }
                        });
            } finally {
                server.start();
            }
        }
    }

    private static void requireAway(RuntimeException failure) {
        if (!(failure instanceof Refusal refusal)
                || refusal.code() != ErrorCode.ENGINE_UNAVAILABLE) {
            throw new AssertionError("what came of it is no such refusal", failure);
        }
    }

    private static RuntimeException untilItFails(Boxes boxes, String prefix, AtomicInteger done) {
        try {
            for (int number = 0; ; number++) {
                Box box = boxes.add(named(prefix + number));
                boxes.find(box.ref());
                done.incrementAndGet();
            }
        } catch (RuntimeException failure) {
            return failure;
        }
    }

    private static void inTime(Executable call) throws Throwable {
        long start = System.nanoTime();
        try {
            call.execute();
        } finally {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
        }
    }

    @Test
    void who_waits_too_long_for_another_transaction_is_told_so() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server.freshDatabase());
                Database database = Database.open(pool.source());
                Connection other = pool.source().getConnection();
                Statement statement = other.createStatement()) {
            Boxes boxes = new SqlBoxes(database);
            other.setAutoCommit(false);
            statement.execute("lock table boxes");

            assertRefused(ErrorCode.ENGINE_UNAVAILABLE, () -> boxes.add(web()));

            other.rollback();
            boxes.add(web());
        }
    }

    @Test
    void a_wrong_password_is_said_without_it() throws SQLException {
        PostgresConfig right = server.freshDatabase();
        PostgresConfig wrong =
                new PostgresConfig(
                        right.url(), right.user(), Optional.of(new Password("canary")), 1);

        assertThatThrownBy(() -> PostgresPool.open(wrong))
                .isInstanceOf(DatabaseFailed.class)
                .hasMessageContaining(right.url())
                .hasMessageContaining("password authentication failed")
                .hasMessageNotContaining("canary");
        assertThat(wrong.toString()).doesNotContain("canary");
    }

    @ParameterizedTest
    @CsvSource({"synchronous_commit, off"})
    void a_database_that_may_lose_what_it_acknowledged_is_refused(String setting, String value)
            throws SQLException {
        PostgresConfig config = server.freshDatabase();
        String name = config.url().substring(config.url().lastIndexOf('/') + 1);
        server.run("postgres", "alter database %s set %s = %s".formatted(name, setting, value));

        assertThatThrownBy(() -> Database.shared(config))
                .isInstanceOf(DatabaseFailed.class)
                .hasMessageContaining("%s = %s".formatted(setting, value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://host/zomg",
                "jdbc:h2:mem:zomg",
                "jdbc:postgresql://ann:secret@host/zomg",
                "jdbc:postgresql://host/zomg?ssl=true&password=secret"
            })
    void an_address_is_of_postgresql_and_holds_no_password(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PostgresConfig(url, Optional.empty(), Optional.empty(), 1));
    }
}
