package zomg.api.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class UnifiedDiffTest {

    @Test
    void it_is_what_diff_and_patch_know() {
        String before = "1\n2\n3\n4\n5\n6\n7\n8\n";

        String diff = of(before, "1\n2\n3\n4\nfive\n6\n7\n8\n");

        assertThat(diff)
                .isEqualTo(
                        """
                        --- a/etc/motd
                        +++ b/etc/motd
                        @@ -2,7 +2,7 @@
                         2
                         3
                         4
                        -5
                        +five
                         6
                         7
                         8
                        """);
    }

    @Test
    void equal_texts_do_not_differ() {
        assertThat(of("same\n", "same\n")).isEmpty();
        assertThat(of("", "")).isEmpty();
    }

    @Test
    void a_file_that_came_or_went_has_no_other_side() {
        assertThat(UnifiedDiff.of("/new", Optional.empty(), Optional.of("x\n")))
                .isEqualTo("--- /dev/null\n+++ b/new\n@@ -0,0 +1,1 @@\n+x\n");
        assertThat(UnifiedDiff.of("/old", Optional.of("x\n"), Optional.empty()))
                .isEqualTo("--- a/old\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-x\n");
        assertThat(of("", "x\n"))
                .isEqualTo("--- a/etc/motd\n+++ b/etc/motd\n@@ -0,0 +1,1 @@\n+x\n");
    }

    @Test
    void a_newline_that_is_missing_at_the_end_is_told() {
        assertThat(of("x", "x\n"))
                .endsWith("@@ -1,1 +1,1 @@\n-x\n\\ No newline at end of file\n+x\n");
    }

    @Test
    void a_name_begins_no_line() {
        assertThat(UnifiedDiff.of("/a\n+++ b/evil", Optional.of("1\n"), Optional.of("2\n")))
                .startsWith("--- a/a?+++ b/evil\n+++ b/a?+++ b/evil\n@@");
    }

    @Test
    @Timeout(20)
    void large_files_without_anything_in_common_are_replaced() {
        String before = numbered("a");
        String after = "first\n" + numbered("b") + "last\n";

        long began = System.nanoTime();
        String diff = of("first\n" + before + "last\n", after);

        assertThat(diff.lines().filter(line -> line.startsWith("+b"))).hasSize(100_000);
        assertThat(diff).contains("\n first\n-a").endsWith("\n last\n");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }

    private static String of(String before, String after) {
        return UnifiedDiff.of("/etc/motd", Optional.of(before), Optional.of(after));
    }

    private static String numbered(String letter) {
        return IntStream.range(0, 100_000)
                .mapToObj(number -> letter + number + "\n")
                .collect(Collectors.joining());
    }
}
