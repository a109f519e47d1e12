package zomg.cli.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerResolverTest {

    private static final Optional<String> NO_OPTION = Optional.empty();
    private static final String LOCAL = "http://127.0.0.1:7717";

    @TempDir Path folder;

    private Server resolve(Map<String, String> variables, Optional<String> url) {
        return resolver(variables).resolve(url, NO_OPTION);
    }

    private ServerResolver resolver(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("ZOMG_RUN_DIR", folder.toString());
        return new ServerResolver(new Environment(all, folder, folder));
    }

    private void aLocalServer() throws IOException {
        ServerFile file =
                new ServerFile(
                        LOCAL,
                        1,
                        2,
                        "/pool",
                        "/state/db",
                        "local",
                        "1",
                        "/state",
                        "/install",
                        "token-ab3d");
        Files.writeString(folder.resolve(ServerFile.NAME), file.toJson());
        Path token = file.tokenFile(folder);
        Files.createDirectories(token.getParent());
        Files.writeString(token, "local-token\n");
    }

    @Test
    void the_option_wins_then_the_variables_then_the_local_server() throws IOException {
        aLocalServer();
        Map<String, String> old = Map.of("ZOMG_API_URL", "http://c");
        Map<String, String> both = Map.of("ZOMG_URL", "http://b/", "ZOMG_API_URL", "http://c");

        assertThat(resolve(both, Optional.of("https://a")).url()).hasToString("https://a");
        assertThat(resolve(both, NO_OPTION).url()).hasToString("http://b");
        assertThat(resolve(old, NO_OPTION).url()).hasToString("http://c");
        assertThat(resolve(Map.of(), NO_OPTION).url()).hasToString(LOCAL);
    }

    @Test
    void the_local_token_goes_to_the_local_server_only() throws IOException {
        aLocalServer();

        assertThat(resolve(Map.of(), NO_OPTION).token()).contains("local-token");
        assertThat(resolve(Map.of(), Optional.of("http://localhost:7717")).token())
                .contains("local-token");
        assertThat(resolve(Map.of(), Optional.of("http://127.0.0.1:7718")).token()).isEmpty();
        assertThat(resolve(Map.of(), Optional.of("https://zomg.example.com")).token()).isEmpty();
        assertThat(resolve(Map.of(), Optional.of("https://127.0.0.1:7717")).token()).isEmpty();
    }

    @Test
    void a_token_that_was_given_wins() throws IOException {
        aLocalServer();
        Map<String, String> variable = Map.of("ZOMG_TOKEN", "from-variable");

        assertThat(resolve(variable, NO_OPTION).token()).contains("from-variable");
        assertThat(resolver(variable).resolve(NO_OPTION, Optional.of("from-option")).token())
                .contains("from-option");
    }

    @Test
    void without_any_server_the_way_to_get_one_is_said() {
        assertThatThrownBy(() -> resolve(Map.of(), NO_OPTION))
                .isInstanceOf(Failure.class)
                .hasMessage(ServerResolver.NO_SERVER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "ftp://a", "http://", "http://a b", "http://a?b", "127.0.0.1:7717"})
    void what_is_no_url_is_a_usage_error(String url) {
        assertThatThrownBy(() -> resolve(Map.of(), Optional.of(url)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(2));
    }

    @Test
    void a_server_never_shows_its_token() {
        assertThat(new Server(Server.parse("http://a"), Optional.of("secret")).toString())
                .doesNotContain("secret");
    }
}
