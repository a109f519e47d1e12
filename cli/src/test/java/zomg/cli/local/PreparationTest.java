package zomg.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationTest {

    @TempDir Path folder;

    private Installation installation;
    private Preparation preparation;

    @BeforeEach
    void an_installation() throws IOException {
        installation = new Installation(folder.resolve("it's here"));
        for (String file : Preparation.CONFIGURATION) {
            write(installation.liberty().resolve(file), "1");
        }
        preparation = new Preparation(folder.resolve("it's output"), installation);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Path prepared(String file) {
        return folder.resolve("it's output/prepared").resolve(file);
    }

    private void make() throws IOException {
        write(prepared("of"), preparation.identity());
        write(prepared("classes.aot"), "");
    }

    @Test
    void it_holds_for_one_configuration_in_one_place() throws IOException {
        make();
        assertThat(preparation.isDone()).isTrue();

        write(installation.liberty().resolve("usr/servers/zomg/jvm.options"), "2");

        assertThat(preparation.isDone()).isFalse();
    }

    @Test
    void what_is_discarded_is_not_used_again() throws IOException {
        make();

        preparation.discard();

        assertThat(preparation.isDone()).isFalse();
        assertThat(prepared("")).doesNotExist();
    }
}
