package zomg.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.support.Failure;
import zomg.cli.support.OwnFile;

class SettingsTest {

    @TempDir Path folder;

    private Path file() {
        return folder.resolve("settings.properties");
    }

    @Test
    void what_was_said_once_is_kept() {
        Settings said =
                Settings.read(file())
                        .overriddenBy(Map.of("suite", "noble", "mirror", "http://m/a\\b=c"));
        OwnFile.write(file(), said.text(), OwnFile.PRIVATE);

        assertThat(Settings.read(file())).isEqualTo(said);
        assertThat(Settings.read(file()).overriddenBy(Map.of())).isEqualTo(said);
    }

    @Test
    void what_is_said_now_wins() {
        Settings before = Settings.read(file()).overriddenBy(Map.of("port", "1", "suite", "noble"));

        assertThat(before.overriddenBy(Map.of("port", "2")).given())
                .containsExactly(Map.entry("port", "2"), Map.entry("suite", "noble"));
    }

    @Test
    void a_pool_elsewhere_and_a_size_exclude_each_other() {
        Settings sized = Settings.read(file()).overriddenBy(Map.of("pool-size", "9G"));

        assertThat(sized.overriddenBy(Map.of("pool", "/mnt")).given())
                .containsExactly(Map.entry("pool", "/mnt"));
        assertThat(
                        sized.overriddenBy(Map.of("pool", "/mnt"))
                                .overriddenBy(Map.of("pool-size", "1G"))
                                .given())
                .containsExactly(Map.entry("pool-size", "1G"));
    }

    @Test
    void the_server_gets_them_as_variables() {
        Settings settings =
                Settings.read(file())
                        .overriddenBy(
                                Map.of(
                                        "pool",
                                        "/mnt",
                                        "suite",
                                        "noble",
                                        "port",
                                        "1",
                                        "database-url",
                                        "jdbc:postgresql://db/zomg",
                                        "subnet",
                                        "10.1.0.0/16"));

        assertThat(settings.variables())
                .containsOnly(
                        Map.entry("ZOMG_POOL", "/mnt"),
                        Map.entry("ZOMG_BASE_SUITE", "noble"),
                        Map.entry("ZOMG_DATABASE_URL", "jdbc:postgresql://db/zomg"),
                        Map.entry("ZOMG_SUBNET", "10.1.0.0/16"));
    }

    @Test
    void a_broken_file_is_named() throws IOException {
        Files.writeString(file(), "suite=\\u00");

        assertThatThrownBy(() -> Settings.read(file()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(file().toString());
    }
}
