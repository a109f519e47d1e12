package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yaml.snakeyaml.Yaml;

@ExtendWith(Instance.Shared.class)
class OpenApiIT {

    private final Instance zomg;

    OpenApiIT(Instance zomg) {
        this.zomg = zomg;
    }

    /** The command line and clients in other languages are generated from the committed file. */
    @Test
    void the_server_serves_the_committed_contract() throws IOException {
        Path committed = Path.of(System.getProperty("zomg.checkout"), "openapi", "zomg.yaml");

        String served = zomg.send(zomg.request("GET", "/openapi", "")).body();

        assertThat(meaning(served))
                .as("the contract has changed: see openapi/README.md for how to commit it")
                .isEqualTo(meaning(Files.readString(committed)));
    }

    /** The server orders members as it likes. */
    private static Map<String, Object> meaning(String yaml) {
        return new Yaml().load(yaml);
    }
}
