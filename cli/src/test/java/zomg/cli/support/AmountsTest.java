package zomg.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {

    @ParameterizedTest
    @CsvSource({"2,2.0", "0.5,0.5", "500m,0.5", "1500m,1.5", "0.125,0.125"})
    void processors_are_whole_ones_decimals_or_thousandths(String text, double cpus) {
        assertThat(Amounts.cpus(text, new ArrayList<>())).isEqualTo(cpus);
    }

    @ParameterizedTest
    @CsvSource({"512M,512", "2G,2048", "2Gi,2048", "2GiB,2048", "1MB,1"})
    void sizes_are_mebibytes_and_gibibytes(String text, Integer mebibytes) {
        assertThat(Amounts.mebibytes(text, new ArrayList<>())).isEqualTo(mebibytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1", "1e3", "1,5", ".5", "0.1234", "2 "})
    void other_processors_are_refused(String text) {
        List<String> problems = new ArrayList<>();

        assertThat(Amounts.cpus(text, problems)).isNull();
        assertThat(problems).containsExactly(Amounts.BAD_CPU);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "512", "512K", "-1M", "1.5G", "9999999G"})
    void other_sizes_are_refused(String text) {
        List<String> problems = new ArrayList<>();

        assertThat(Amounts.mebibytes(text, problems)).isNull();
        assertThat(problems).containsExactly(Amounts.BAD_MEMORY);
    }

    @ParameterizedTest
    @CsvSource({"1G,1", "10G,10", "10Gi,10", "10GiB,10"})
    void disks_are_gibibytes(String text, Integer gibibytes) {
        assertThat(Amounts.gibibytes(text, new ArrayList<>())).isEqualTo(gibibytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "512M", "-1G", "1.5G", "99999999G"})
    void other_disks_are_refused(String text) {
        List<String> problems = new ArrayList<>();

        assertThat(Amounts.gibibytes(text, problems)).isNull();
        assertThat(problems).containsExactly(Amounts.BAD_STORAGE);
    }

    @Test
    void nothing_stays_nothing() {
        List<String> problems = new ArrayList<>();

        assertThat(Amounts.cpus(null, problems)).isNull();
        assertThat(Amounts.mebibytes(null, problems)).isNull();
        assertThat(Amounts.gibibytes(null, problems)).isNull();
        assertThat(problems).isEmpty();
    }
}
