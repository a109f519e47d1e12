package zomg.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {

    @Test
    void a_clients_own_id_is_kept() {
        assertThat(RequestId.of("Abc-123").value()).isEqualTo("Abc-123");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "a b",
                "a\nINFO forged",
                "é",
                "<script>",
                "00000000000000000000000000000000000000000000000000000000000000000"
            })
    void what_could_harm_a_log_is_replaced(String header) {
        assertThat(RequestId.of(header).value()).matches("[0-9a-f-]{36}").isNotEqualTo(header);
    }
}
