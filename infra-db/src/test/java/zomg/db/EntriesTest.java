package zomg.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import zomg.fixture.BoxFixtures;

final class EntriesTest {

    @Test
    void nothing_is_one_newline() {
        assertThat(Entries.write(new LinkedHashMap<>())).isEqualTo("\n");
        assertThat(Entries.read("\n")).isEmpty();
    }

    @Test
    void an_entry_is_a_line() {
        SequencedMap<String, String> entries = new LinkedHashMap<>();
        entries.put("b", "1\n2\\n");
        entries.put("a", "");

        String text = Entries.write(entries);

        assertThat(text).isEqualTo("\nb=1\\n2\\\\n\na=\n");
        assertThat(Entries.read(text)).containsExactlyEntriesOf(entries);
    }

    @Test
    void awkward_values_come_back() {
        SequencedMap<String, String> entries = BoxFixtures.awkwardEnvironment().variables();

        assertThat(Entries.read(Entries.write(entries))).containsExactlyEntriesOf(entries);
    }
}
