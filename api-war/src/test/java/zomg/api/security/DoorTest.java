package zomg.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

class DoorTest {

    private final Door door =
            new Door(
                    new DoorConfig(
                            "lab.example",
                            Set.of("zomg.example"),
                            Set.of("https://console.example")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1:7717",
                "localhost:80",
                "LOCALHOST",
                "[::1]:7717",
                "[::1]",
                "boxes.lab.example",
                "boxes.lab.example:8443",
                "zomg.example"
            })
    void the_servers_own_names_are_answered(String host) {
        assertThatCode(() -> door.check(host, null)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "boxes.localhost",
                "lab.example",
                "localhost:",
                "localhost:80:80",
                "user@localhost",
                "127.0.0.2",
                "0.0.0.0",
                "[::]",
                "localhost, evil.example",
                "localhost/"
            })
    void other_names_are_refused(String host) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> door.check(host, null));

        assertThat(refusal.code()).isEqualTo(ErrorCode.HOST_REFUSED);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:7717, http://127.0.0.1:7717",
        "boxes.lab.example, https://boxes.lab.example",
        "127.0.0.1:7717, https://console.example"
    })
    void pages_of_the_server_and_of_friends_may_call(String host, String origin) {
        assertThatCode(() -> door.check(host, origin)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "http://evil.example",
                "http://127.0.0.1",
                "http://127.0.0.1:1",
                "http://localhost:7717",
                "file://",
                "http://127.0.0.1:7717.evil.example",
                "http://console.example"
            })
    void other_pages_may_not(String origin) {
        Refusal refusal =
                catchThrowableOfType(Refusal.class, () -> door.check("127.0.0.1:7717", origin));

        assertThat(refusal.code()).isEqualTo(ErrorCode.ORIGIN_REFUSED);
    }
}
