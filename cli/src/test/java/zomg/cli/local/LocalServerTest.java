package zomg.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import zomg.cli.support.Environment;

class LocalServerTest {

    @Test
    void the_server_gets_its_settings_and_proxies_but_no_token_of_the_command() {
        Map<String, String> variables =
                Map.of(
                        "ZOMG_MAX_COMMANDS", "20",
                        "https_proxy", "http://proxy",
                        "ZOMG_TOKEN", "secret",
                        "ZOMG_PROFILE", "lab",
                        "ZOMG_PROFILE_LAB_TOKEN", "secret",
                        "ZOMG_SETUP_DIR", "/somewhere",
                        "LS_COLORS", "x");

        assertThat(LocalServer.passedOn(new Environment(variables, Path.of("/"), Path.of("/root"))))
                .containsOnlyKeys("ZOMG_MAX_COMMANDS", "https_proxy");
    }
}
