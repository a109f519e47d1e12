package zomg.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputTest {

    private static final List<String> HEADINGS = List.of("NAME", "STATUS", "TAGS");
    private static final List<List<String>> ROWS =
            List.of(
                    List.of("web", "running", "team=data,tier=batch,owner=ada"),
                    List.of("a-box-with-a-long-name", "stopped", "x=ü"));

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void a_table_for_a_person_is_aligned() {
        output(true, 80).table(HEADINGS, ROWS);

        assertThat(said())
                .isEqualTo(
                        """
                        NAME                    STATUS   TAGS
                        web                     running  team=data,tier=batch,owner=ada
                        a-box-with-a-long-name  stopped  x=ü
                        """);
    }

    @Test
    void the_widest_column_is_cut_where_the_terminal_is_too_narrow() {
        output(true, 50).table(HEADINGS, ROWS);

        assertThat(said())
                .isEqualTo(
                        """
                        NAME                    STATUS   TAGS
                        web                     running  team=data,tier=b…
                        a-box-with-a-long-name  stopped  x=ü
                        """);
    }

    @Test
    void names_and_headings_stay_whole_in_the_narrowest_terminal() {
        output(true, 10).table(HEADINGS, ROWS);

        assertThat(said())
                .isEqualTo(
                        """
                        NAME                    STATUS  TAGS
                        web                     runni…  team=…
                        a-box-with-a-long-name  stopp…  x=ü
                        """);
    }

    @Test
    void a_program_gets_everything_with_tabs() {
        output(false, 10).table(HEADINGS, ROWS);

        assertThat(said())
                .isEqualTo(
                        """
                        NAME\tSTATUS\tTAGS
                        web\trunning\tteam=data,tier=batch,owner=ada
                        a-box-with-a-long-name\tstopped\tx=ü
                        """);
    }

    private Output output(boolean aligned, int width) {
        return new Output(
                new PrintStream(said, true, StandardCharsets.UTF_8), aligned, false, width);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
