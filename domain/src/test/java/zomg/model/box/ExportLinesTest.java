package zomg.model.box;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.fixture.BoxFixtures;
import zomg.fixture.RealBash;

/** The quoting of {@code /etc/boxes-env}, judged by the shell that reads it. */
final class ExportLinesTest {

    private static final long SEED = 20_260_203;
    private static final int COUNT = 500;

    @TempDir private Path directory;

    @Test
    void a_value_is_quoted() {
        SequencedMap<String, String> variables = new LinkedHashMap<>();
        variables.put("B", "a \"b\" $c `d` \\e");
        variables.put("A", "");

        assertThat(new Environment(variables).exportLines())
                .isEqualTo("export B=\"a \\\"b\\\" \\$c \\`d\\` \\\\e\"\nexport A=\"\"\n");
    }

    @Test
    void awkward_values_come_out_of_bash_as_they_went_in()
            throws IOException, InterruptedException {
        Environment environment = BoxFixtures.awkwardEnvironment();
        SequencedMap<String, String> expected = new LinkedHashMap<>(environment.variables());
        expected.remove("_");

        assertThat(readBack("bash", environment, List.copyOf(expected.keySet())))
                .isEqualTo(List.copyOf(expected.values()));
    }

    @Test
    void hostile_values_come_out_of_bash_and_sh_as_they_went_in()
            throws IOException, InterruptedException {
        SequencedMap<String, String> variables = new LinkedHashMap<>();
        RealBash.hostileStrings(SEED, COUNT)
                .forEach(value -> variables.put("KEY_" + variables.size(), value));
        Environment environment = new Environment(variables);
        List<String> keys = List.copyOf(variables.keySet());
        List<String> values = List.copyOf(variables.values());

        assertThat(readBack("bash", environment, keys)).as("seed %s", SEED).isEqualTo(values);
        assertThat(readBack("sh", environment, keys)).as("seed %s", SEED).isEqualTo(values);
    }

    @Test
    void variables_are_exported_and_nothing_else_is_printed()
            throws IOException, InterruptedException {
        Path file = directory.resolve("boxes-env");
        Environment environment = new Environment(new LinkedHashMap<>(Map.of("X", "a\nb")));
        Files.writeString(file, environment.exportLines());

        assertThat(
                        RealBash.outputOf(
                                List.of(
                                        "bash",
                                        "-c",
                                        ". \"$0\"; bash -c 'printf \"%s\\0\" \"$X\"'",
                                        file.toString())))
                .containsExactly("a\nb");
    }

    /** Sources the lines and prints each variable, in one shell. */
    private List<String> readBack(String shell, Environment environment, List<String> keys)
            throws IOException, InterruptedException {
        Path file = directory.resolve("boxes-env");
        Files.writeString(file, environment.exportLines());
        String print =
                keys.stream().map(key -> "\"$" + key + "\"").collect(Collectors.joining(" "));
        return RealBash.outputOf(
                List.of(shell, "-c", ". \"$0\"; printf '%s\\0' " + print, file.toString()));
    }
}
