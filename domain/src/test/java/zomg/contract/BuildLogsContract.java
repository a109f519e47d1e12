package zomg.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.uid;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import zomg.model.base.BaseReference;
import zomg.model.id.Uid;
import zomg.port.BuildLogs;

/** What all logs of builds do. */
public interface BuildLogsContract {

    BaseReference MINE = BaseReference.parse("mine:1");
    int ENOUGH = 1 << 20;

    /** Without any when a test starts, the same ones during a test. */
    BuildLogs logs();

    /** So much of the end of a log is kept at least. */
    int keptBytes();

    /** So many of the newest logs are kept. */
    int keptLogs();

    @Test
    default void what_is_added_is_read_from_any_offset() {
        Uid build = begun(MINE);

        logs().append(build, printed("one "));
        logs().append(build, printed("two "));
        logs().append(build, printed("three"));

        assertThat(read(build, 0, ENOUGH)).isEqualTo("one two three");
        assertThat(read(build, 6, ENOUGH)).isEqualTo("o three");
        assertThat(read(build, 2, 4)).isEqualTo("e tw");
        assertThat(logs().read(build, 6, 1).orElseThrow().offset()).isEqualTo(6);
        assertThat(logs().read(build, 6, 1).orElseThrow().end()).isEqualTo(7);
    }

    @Test
    default void at_the_end_and_behind_it_there_is_nothing_yet() {
        Uid build = begun(MINE);

        assertThat(logs().read(build, 0, ENOUGH).orElseThrow().bytes()).isEmpty();
        logs().append(build, printed("one"));

        assertThat(logs().read(build, 3, ENOUGH).orElseThrow().end()).isEqualTo(3);
        assertThat(logs().read(build, 99, ENOUGH).orElseThrow().end()).isEqualTo(3);
    }

    @Test
    default void what_was_not_begun_has_no_log() {
        Uid unknown = uid();

        logs().append(unknown, printed("one"));

        assertThat(logs().read(unknown, 0, ENOUGH)).isEmpty();
        assertThat(logs().newest(MINE)).isEmpty();
    }

    @Test
    default void beginning_again_keeps_what_is_there() {
        Uid build = begun(MINE);
        logs().append(build, printed("one"));

        logs().begin(build, MINE, NOW);
        logs().append(build, printed("two"));

        assertThat(read(build, 0, ENOUGH)).isEqualTo("onetwo");
    }

    @Test
    default void the_newest_of_a_version_and_of_any_is_found() {
        Uid first = begun(MINE);
        Uid again = uid();
        logs().begin(again, MINE, NOW.plusSeconds(1));
        Uid other = uid();
        logs().begin(other, BaseReference.parse("mine:2"), NOW.plusSeconds(2));

        assertThat(logs().newest(MINE)).contains(again);
        assertThat(logs().newest(BaseReference.parse("mine"))).contains(other);
        assertThat(logs().newest(BaseReference.parse("mine:3"))).isEmpty();
        assertThat(logs().newest(BaseReference.parse("min"))).isEmpty();
        assertThat(logs().read(first, 0, ENOUGH)).isPresent();
    }

    /** In parts of any size, and so that who reads part after part misses none of what is there. */
    @Test
    default void of_a_long_log_the_end_is_kept_and_keeps_its_offsets() {
        Uid build = begun(MINE);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int number = 0; all.size() < 5 * keptBytes(); number++) {
            byte[] line = ("line " + number + "x".repeat(number % 900) + "\n").getBytes(UTF_8);
            all.writeBytes(line);
            logs().append(build, new BuildLogs.Printed(line));
        }

        long begin = logs().read(build, 0, 1).orElseThrow().offset();

        assertThat(begin).isPositive().isLessThanOrEqualTo(all.size() - keptBytes());
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        for (long at = 0; at < all.size(); ) {
            BuildLogs.Piece piece = logs().read(build, at, 700).orElseThrow();
            seen.writeBytes(piece.bytes());
            at = piece.end();
        }
        assertThat(seen.toByteArray())
                .isEqualTo(Arrays.copyOfRange(all.toByteArray(), (int) begin, all.size()));
    }

    @Test
    default void the_oldest_logs_are_forgotten() {
        List<Uid> builds = new ArrayList<>();
        for (int number = 0; number < keptLogs() + 2; number++) {
            Uid build = uid();
            logs().begin(build, BaseReference.parse("b:" + number), NOW.plusSeconds(number));
            logs().append(build, printed("one"));
            builds.add(build);
        }

        assertThat(builds.stream().map(build -> logs().read(build, 0, 1).isPresent()))
                .startsWith(false, false, true)
                .endsWith(true, true);
        assertThat(logs().newest(BaseReference.parse("b:0"))).isEmpty();
    }

    static BuildLogs.Printed printed(String text) {
        return new BuildLogs.Printed(text.getBytes(UTF_8));
    }

    private Uid begun(BaseReference base) {
        Uid build = uid();
        logs().begin(build, base, NOW);
        return build;
    }

    private String read(Uid build, long offset, int most) {
        return new String(logs().read(build, offset, most).orElseThrow().bytes(), UTF_8);
    }
}
