package zomg.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.Refusal;

final class HandshakeTest {

    private static final Map<String, String> WHOLE =
            Map.of(
                    "Upgrade", "websocket",
                    "Connection", "Upgrade",
                    "Sec-WebSocket-Version", "13",
                    "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");

    @ParameterizedTest
    @ValueSource(strings = {"exec/ws", "console", "tunnel"})
    void these_routes_are_sockets(String last) {
        assertThat(Handshake.isMeant("GET", "/v1/projects/p/boxes/b/" + last)).isTrue();
        assertThat(Handshake.isMeant("POST", "/v1/projects/p/boxes/b/" + last)).isFalse();
        assertThat(Handshake.isMeant("GET", "/v1/projects/p/boxes/b/x/" + last)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/projects/p/boxes/b/exec", "/v1/projects/p/boxes/b", "/v1/shutdown"})
    void others_are_none(String path) {
        assertThat(Handshake.isMeant("GET", path)).isFalse();
    }

    @Test
    void a_whole_one_is_let_through_however_it_is_written() {
        assertThatCode(() -> Handshake.require(WHOLE::get)).doesNotThrowAnyException();
        Map<String, String> other = new HashMap<>(WHOLE);
        other.put("Upgrade", "WebSocket");
        other.put("Connection", "keep-alive, upgrade");
        assertThatCode(() -> Handshake.require(other::get)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "Upgrade,,Connection: Upgrade",
        "Upgrade,h2c,Connection: Upgrade",
        "Connection,,Connection: Upgrade",
        "Connection,keep-alive,Connection: Upgrade",
        "Sec-WebSocket-Version,,Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Version,8,Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key,,Sec-WebSocket-Key",
        "Sec-WebSocket-Key,x,Sec-WebSocket-Key",
        "Sec-WebSocket-Key,dGhl,Sec-WebSocket-Key"
    })
    void what_lacks_something_is_told_what(String header, String value, String told) {
        Map<String, String> lacking = new HashMap<>(WHOLE);
        lacking.put(header, value);

        assertThatThrownBy(() -> Handshake.require(lacking::get))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(told);
    }
}
