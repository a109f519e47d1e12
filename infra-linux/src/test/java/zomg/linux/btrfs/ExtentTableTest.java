package zomg.linux.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ExtentTableTest {

    private static final int SECTOR = 4096;

    private final ExtentTable table = new ExtentTable(100_000);

    private record Extent(long length, int marks) {}

    private List<Extent> all() {
        List<Extent> all = new ArrayList<>();
        table.each((length, marks) -> all.add(new Extent(length, marks)));
        return all;
    }

    @Test
    void what_is_known_of_an_extent_comes_together_in_any_order() {
        table.mark(SECTOR, ExtentTable.MINE);
        table.know(SECTOR, 3 * SECTOR);
        table.mark(SECTOR, ExtentTable.CHARGED);
        table.know(2 * SECTOR, SECTOR);

        assertThat(table.share(SECTOR, 1)).isEqualTo(3 * SECTOR);

        assertThat(all())
                .containsExactly(
                        new Extent(
                                3 * SECTOR,
                                ExtentTable.MINE | ExtentTable.CHARGED | ExtentTable.SHARED));
    }

    @Test
    void a_holder_is_told_once_what_it_has_several_times() {
        table.mark(SECTOR, ExtentTable.MINE | ExtentTable.CHARGED);
        table.know(SECTOR, SECTOR);

        assertThat(table.share(SECTOR, 1)).isEqualTo(SECTOR);
        assertThat(table.share(SECTOR, 1)).isZero();
        assertThat(table.share(SECTOR, 2)).isEqualTo(SECTOR);
    }

    @Test
    void what_is_charged_to_others_or_not_in_the_table_is_held_by_nobody() {
        table.mark(SECTOR, ExtentTable.MINE);
        table.know(SECTOR, SECTOR);

        assertThat(table.share(SECTOR, 1)).isZero();
        assertThat(table.share(2 * SECTOR, 1)).isZero();
        assertThat(all())
                .containsExactly(new Extent(SECTOR, ExtentTable.MINE | ExtentTable.SHARED));
    }

    @Test
    void it_grows_and_loses_nothing() {
        Random random = new Random(7);
        Set<Long> begins = new TreeSet<>();
        while (begins.size() < 50_000) {
            begins.add((1 + random.nextLong(1L << 40)) * SECTOR);
        }
        begins.forEach(
                begin -> {
                    table.mark(begin, ExtentTable.MINE);
                    table.know(begin, SECTOR);
                });

        begins.forEach(begin -> table.mark(begin, ExtentTable.CHARGED));

        assertThat(all())
                .hasSize(50_000)
                .allMatch(
                        one ->
                                one.equals(
                                        new Extent(
                                                SECTOR, ExtentTable.MINE | ExtentTable.CHARGED)));
    }

    @Test
    void more_than_it_may_hold_are_refused_and_what_is_there_can_be_marked() {
        ExtentTable small = new ExtentTable(2);
        small.mark(SECTOR, ExtentTable.MINE);
        small.mark(2 * SECTOR, ExtentTable.MINE);

        assertThatThrownBy(() -> small.mark(3 * SECTOR, ExtentTable.MINE))
                .isInstanceOf(ExtentTable.Full.class);
        small.mark(SECTOR, ExtentTable.CHARGED);
    }
}
