package zomg.db;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.named;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.model.box.Box;
import zomg.port.Boxes;

/** What was acknowledged survives the death of the process that did so. */
final class KilledServerTest {

    private static final int ENOUGH = 200;

    /** Adds boxes until it is killed, and says of each that it is stored. */
    static final class Server {

        private Server() {}

        public static void main(String... arguments) {
            Boxes boxes = new SqlBoxes(Database.open(H2.at(Path.of(arguments[0]))));
            for (int number = 0; ; number++) {
                System.out.println(boxes.add(named("box-" + number)).ref().name());
            }
        }
    }

    @Test
    void no_acknowledged_box_is_lost_by_a_kill(@TempDir Path directory)
            throws IOException, InterruptedException, SQLException {
        List<String> acknowledged = killedAfterEnough(directory);

        DataSource source = H2.at(directory);
        try (Database database = Database.open(source)) {
            List<String> stored =
                    new SqlBoxes(database)
                            .list(Boxes.Query.everything()).stream()
                                    .map(Box::ref)
                                    .map(ref -> ref.name().value())
                                    .toList();
            assertThat(stored).containsAll(acknowledged);
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ENOUGH);
        } finally {
            H2.shutDown(source);
        }
    }

    private static List<String> killedAfterEnough(Path directory)
            throws IOException, InterruptedException {
        Process server =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Server.class.getName(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader output = server.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                acknowledged.add(line);
                if (acknowledged.size() == ENOUGH) {
                    server.destroyForcibly();
                }
            }
        } catch (IOException endOfPipe) {
            assertThat(acknowledged).as("read until %s", endOfPipe).hasSizeGreaterThan(1);
        } finally {
            server.destroyForcibly().waitFor();
        }
        return acknowledged;
    }
}
