package zomg.model.box;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertInvalid;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.ErrorCode;
import zomg.error.InvalidInput;

final class SettingsTest {

    @ParameterizedTest
    @CsvSource({"2,2000", "0.5,500", "500m,500", "10m,10", "0.01,10", "1024,1024000", "1.125,1125"})
    void processors_are_a_decimal_or_thousandths(String text, int thousandths) {
        assertThat(Settings.cpus(text)).isEqualTo(new Cpus(thousandths));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "9m",
                "0.001",
                "1025",
                "1024001m",
                "-1",
                "+1",
                "1.",
                ".5",
                "1.0005",
                "1e3",
                "NaN",
                "Infinity",
                "2 ",
                "2M",
                "0x10",
                "٢",
                "99999999999999999999"
            })
    void what_is_not_a_number_of_processors_is_refused(String text) {
        assertInvalid(ErrorCode.INVALID_REQUEST, () -> Settings.cpus(text), "cpus");
    }

    @ParameterizedTest
    @CsvSource({
        "512M,512",
        "2G,2048",
        "16M,16",
        "64Mi,64",
        "64MB,64",
        "1GiB,1024",
        "16384G,16777216"
    })
    void memory_has_a_unit(String text, int mebibytes) {
        assertThat(Settings.memory(text)).isEqualTo(new Memory(mebibytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "512",
                "15M",
                "0G",
                "-1G",
                "1.5G",
                "1K",
                "1T",
                "1g",
                "16385G",
                "99999999G",
                "M",
                "100000000000M"
            })
    void what_is_no_size_of_memory_is_refused(String text) {
        assertInvalid(ErrorCode.INVALID_REQUEST, () -> Settings.memory(text), "ram_mb");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1, 0, 0.009, 1e300, 1024.1})
    void a_number_from_json_is_held_to_the_same_limits(double processors) {
        assertInvalid(ErrorCode.INVALID_REQUEST, () -> Cpus.of(processors), "cpus");
    }

    @Test
    void the_list_applies_and_the_rest_is_named() {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("LATER", "1");
        given.put("CPU", "500m");
        given.put("MEMORY", "2G");
        given.put("PORT", "8080");
        given.put("TERMINATION_GRACE_PERIOD_SECONDS", "86400");
        given.put("cpu", "2");

        Settings settings = Settings.parse(given);

        assertThat(settings.config().cpus()).contains(new Cpus(500));
        assertThat(settings.config().memory()).contains(new Memory(2048));
        assertThat(settings.port()).contains(new Port(8080));
        assertThat(settings.grace()).contains(new GracePeriod(86_400));
        assertThat(settings.ignored()).containsExactly("LATER", "cpu");
        assertThat(settings.applyNothing()).isFalse();
    }

    @Test
    void the_short_name_of_the_grace_applies_too() {
        assertThat(Settings.parse(Map.of("TERMINATION_GRACE_SECONDS", "0")).grace())
                .contains(new GracePeriod(0));
    }

    @Test
    void settings_outside_the_list_apply_nothing() {
        assertThat(Settings.parse(Map.of()).applyNothing()).isTrue();
        assertThat(Settings.parse(Map.of("FOO", "bar")).applyNothing()).isTrue();
        assertThat(Settings.parse(Map.of("STORAGE", "10G")).ignored()).containsExactly("STORAGE");
    }

    @Test
    void all_that_is_wrong_is_reported_together() {
        InvalidInput invalid =
                assertInvalid(
                        ErrorCode.INVALID_REQUEST,
                        () ->
                                Settings.parse(
                                        Map.of(
                                                "CPU", "many",
                                                "MEMORY", "much",
                                                "PORT", "0",
                                                "TERMINATION_GRACE_SECONDS", "86401")));

        assertThat(invalid.problems())
                .extracting(InvalidInput.Problem::field)
                .containsExactlyInAnyOrder(
                        "environment.CPU",
                        "environment.MEMORY",
                        "environment.PORT",
                        "environment.TERMINATION_GRACE_SECONDS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "65536", "-1", "80.0", "http", "99999999999"})
    void a_port_is_from_1_to_65535(String port) {
        assertInvalid(ErrorCode.INVALID_REQUEST, () -> Settings.parse(Map.of("PORT", port)));
    }

    @Test
    void a_value_that_is_missing_is_refused() {
        Map<String, String> given = new HashMap<>();
        given.put("CPU", null);

        assertInvalid(ErrorCode.INVALID_REQUEST, () -> Settings.parse(given));
    }
}
