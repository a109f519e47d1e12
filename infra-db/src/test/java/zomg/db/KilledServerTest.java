package zomg.db;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.named;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.model.box.Box;
import zomg.port.Boxes;

/** What was acknowledged survives the death of the process that did so. */
final class KilledServerTest {

    /** How often the server is killed. 200 take ten seconds; a new H2 deserves thousands. */
    private static final int KILLS = Integer.getInteger("zomg.kills", 200);

    private static final int ENOUGH = 200;

    /** What the server is told. */
    private static final char ADD = '+';

    private static final char CHANGE = '~';

    /**
     * Space in the file is used again at once, not 45 seconds after it became free: what else
     * happens only to a server that runs for long happens now.
     */
    private static final String EAGER = ";RETENTION_TIME=0";

    /** Changes records until it is killed, one for each byte that it reads; restarts at times. */
    static final class Server {

        private static final int CHANGES_OF_A_LIFE = 20;

        private static final int SEED = 42;
        private static final int LONGEST = 20_000;
        private static final int MOST = 50;

        private final DataSource source;
        private final Random random = new Random(SEED);
        private final List<Box> stored = new ArrayList<>();

        private Database database;
        private Boxes boxes;

        private Server(DataSource source) {
            this.source = source;
            open();
        }

        public static void main(String... arguments) throws IOException, SQLException {
            Server server = new Server(H2.at(Path.of(arguments[0]), EAGER));
            System.out.println("open");
            int number = 0;
            for (int told = System.in.read(); told >= 0; told = System.in.read()) {
                number++;
                if (number % CHANGES_OF_A_LIFE == 0) {
                    server.restart();
                }
                System.out.println(told == ADD ? server.add(number) : server.change(number));
            }
        }

        private void open() {
            database = Database.open(source);
            boxes = new SqlBoxes(database);
        }

        private void restart() throws SQLException {
            database.close();
            H2.shutDown(source);
            open();
        }

        /** Returns the name of a box and its generation, if it is still there. */
        private String change(int number) {
            int choice = random.nextInt(10);
            if (stored.isEmpty() || choice < 4 && stored.size() < MOST) {
                return add(number);
            }
            int index = random.nextInt(stored.size());
            if (choice < 8) {
                String reason = "x".repeat(random.nextInt(LONGEST));
                stored.set(index, boxes.replace(stored.get(index).failed(reason, NOW)));
                return inWords(stored.get(index));
            }
            Box forgotten = stored.remove(index);
            boxes.forget(forgotten.uid());
            return forgotten.ref().name().value();
        }

        private String add(int number) {
            stored.add(boxes.add(named("box-" + number)));
            return inWords(stored.getLast());
        }

        private static String inWords(Box box) {
            return "%s %d".formatted(box.ref().name(), box.generation());
        }
    }

    /**
     * Between two changes the file is what a kill would leave, so a copy of it stands for a kill:
     * there is no other way to try every moment.
     */
    @Test
    void no_acknowledged_change_is_lost_whenever_the_server_is_killed(
            @TempDir Path directory, @TempDir Path copies)
            throws IOException, InterruptedException, SQLException {
        Process server = start(directory);
        Map<String, Long> acknowledged = new TreeMap<>();
        try (BufferedReader output = server.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("open");
            for (int kill = 1; kill <= KILLS; kill++) {
                server.outputWriter().append(CHANGE).flush();
                note(output.readLine(), acknowledged);
                Path copy = Files.createDirectories(copies.resolve("db"));
                copy(directory, copy);

                assertThat(storedAndStopped(copy))
                        .as("after kill %d", kill)
                        .isEqualTo(acknowledged);
                assertThat(storedAndStopped(copy))
                        .as("after kill %d and a restart", kill)
                        .isEqualTo(acknowledged);
            }
        } finally {
            server.destroyForcibly().waitFor();
        }
        assertThat(storedAndStopped(directory)).isEqualTo(acknowledged);
        assertThat(acknowledged).isNotEmpty();
    }

    @Test
    void no_acknowledged_box_is_lost_by_a_kill_amid_work(@TempDir Path directory)
            throws IOException, InterruptedException, SQLException {
        Map<String, Long> acknowledged = killedAmidWork(directory);

        assertThat(storedAndStopped(directory)).containsAllEntriesOf(acknowledged);
        assertThat(acknowledged).hasSizeBetween(ENOUGH, 2 * ENOUGH - 1);
    }

    private static Map<String, Long> killedAmidWork(Path directory)
            throws IOException, InterruptedException {
        Process server = start(directory);
        Map<String, Long> acknowledged = new TreeMap<>();
        try (BufferedReader output = server.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("open");
            server.outputWriter().append(String.valueOf(ADD).repeat(2 * ENOUGH)).flush();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                note(line, acknowledged);
                if (acknowledged.size() == ENOUGH) {
                    // Not by the process itself: that would close the pipe with what is in it.
                    server.toHandle().destroyForcibly();
                }
            }
        } finally {
            server.destroyForcibly().waitFor();
        }
        return acknowledged;
    }

    private static Process start(Path directory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Server.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void note(String line, Map<String, Long> acknowledged) {
        String[] words = line.split(" ", 2);
        if (words.length == 1) {
            acknowledged.remove(words[0]);
        } else {
            acknowledged.put(words[0], Long.valueOf(words[1]));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(H2.file(from), H2.file(to), StandardCopyOption.REPLACE_EXISTING);
    }

    /** The generation of each box, by name; the database is closed as a server closes it. */
    private static Map<String, Long> storedAndStopped(Path directory) throws SQLException {
        DataSource source = H2.at(directory, EAGER);
        Map<String, Long> stored = new TreeMap<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select name, generation from boxes")) {
            while (rows.next()) {
                stored.put(rows.getString(1), rows.getLong(2));
            }
        } finally {
            H2.shutDown(source);
        }
        return stored;
    }
}
