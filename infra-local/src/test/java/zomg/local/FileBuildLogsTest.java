package zomg.local;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.uid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.contract.BuildLogsContract;
import zomg.model.id.Uid;
import zomg.port.BuildLogs;

final class FileBuildLogsTest implements BuildLogsContract {

    private static final FileBuildLogs.Limits LIMITS = new FileBuildLogs.Limits(4096, 5);

    @TempDir Path folder;
    private Path directory;
    private BuildLogs logs;

    @BeforeEach
    void open() {
        directory = folder.resolve("build-logs");
        logs = new FileBuildLogs(directory, LIMITS);
    }

    @Override
    public BuildLogs logs() {
        return logs;
    }

    @Override
    public int keptBytes() {
        return LIMITS.partBytes();
    }

    @Override
    public int keptLogs() {
        return LIMITS.logs();
    }

    @Test
    void logs_outlive_their_server_and_are_bounded() throws IOException {
        Uid build = uid();
        logs.begin(build, MINE, NOW);
        for (int number = 0; number < 40; number++) {
            logs.append(build, BuildLogsContract.printed("x".repeat(1000)));
        }

        BuildLogs next = new FileBuildLogs(directory, LIMITS);

        assertThat(next.newest(MINE)).contains(build);
        assertThat(next.read(build, 39_000, ENOUGH).orElseThrow().bytes()).hasSize(1000);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.filter(file -> file.toString().endsWith(".log")))
                    .allMatch(file -> file.toFile().length() < 2 * LIMITS.partBytes())
                    .hasSize(2);
        }
    }

    @Test
    void what_cannot_be_written_is_left_out() throws IOException {
        Uid build = uid();
        logs.begin(build, MINE, NOW);
        logs.append(build, BuildLogsContract.printed("one"));
        Files.delete(directory.resolve(build + "-0.log"));

        logs.append(build, BuildLogsContract.printed("two"));

        assertThat(logs.read(build, 0, ENOUGH)).isEmpty();
    }

    @Test
    void a_head_that_was_cut_off_is_none() throws IOException {
        Uid build = uid();
        logs.begin(build, MINE, NOW);
        Files.writeString(directory.resolve(build + ".head"), "mine");

        assertThat(logs.newest(MINE)).isEmpty();
    }
}
