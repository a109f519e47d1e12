package zomg.model.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SnapshotNameTest {

    @Test
    void numbers_go_on_after_the_highest() {
        assertThat(after()).isEqualTo("v0");
        assertThat(after("v0", "v10", "v9")).isEqualTo("v11");
        assertThat(after("v08", "v-1", "version9", "v9999999999")).isEqualTo("v0");
    }

    private static String after(String... taken) {
        return SnapshotName.after(Stream.of(taken).map(SnapshotName::new)).value();
    }
}
