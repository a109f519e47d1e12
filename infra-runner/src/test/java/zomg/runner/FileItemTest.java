package zomg.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.model.file.FileInfo;
import zomg.model.file.FileMode;
import zomg.model.file.FileType;
import zomg.tar.TarEntry;

final class FileItemTest {

    @Test
    void what_the_runner_says_is_read_and_said_again() {
        byte[] said = bytes("l 4755 65535 7 0 -5 999999999\0b\u00c3\u00a9\0../\u00ff\0");

        FileItem item = FileItem.parse(said);

        assertThat(item.toBytes()).isEqualTo(said);
        assertThat(item.entry().is(TarEntry.Kind.LINK)).isTrue();
        assertThat(item.toInfo())
                .isEqualTo(
                        new FileInfo(
                                FileType.LINK,
                                "b\u00e9",
                                0,
                                new FileMode(04755),
                                65_535,
                                7,
                                Instant.ofEpochSecond(-5, 999_999_999),
                                Optional.of("../\ufffd")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "f",
                "f 644 0 0 0 0\0a\0\0",
                "x 644 0 0 0 0 0\0a\0\0",
                "f 644 0 0 0 0 0\0a"
            })
    void what_is_no_item_is_a_fault(String said) {
        assertThatThrownBy(() -> FileItem.parse(bytes(said))).isInstanceOf(RunnerFailed.class);
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }
}
