package zomg.cli.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
        return resolver(variables).resolve(url, NO_OPTION, NO_OPTION);
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
        assertThat(
                        resolver(variable)
                                .resolve(NO_OPTION, Optional.of("from-option"), NO_OPTION)
                                .token())
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

    private void file(String text) throws IOException {
        Path file = folder.resolve(".zomg/config.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Server ofProfile(Map<String, String> variables, String profile) {
        return resolver(variables).resolve(NO_OPTION, NO_OPTION, Optional.of(profile));
    }

    @Test
    void a_profile_wins_over_the_variables_and_the_option_over_a_profile() throws IOException {
        aLocalServer();
        Map<String, String> variables =
                Map.of(
                        "ZOMG_URL", "http://b",
                        "ZOMG_TOKEN", "from-variable",
                        "ZOMG_PROFILE", "eu-west",
                        "ZOMG_PROFILE_EU_WEST_URL", "http://eu",
                        "ZOMG_PROFILE_EU_WEST_TOKEN", "of-eu",
                        "ZOMG_PROFILE_LAB_URL", "http://lab");

        assertThat(resolve(variables, NO_OPTION))
                .isEqualTo(new Server(Server.parse("http://eu"), Optional.of("of-eu")));
        assertThat(ofProfile(variables, "lab"))
                .isEqualTo(new Server(Server.parse("http://lab"), Optional.empty()));
        assertThat(resolve(variables, Optional.of("http://a")))
                .isEqualTo(new Server(Server.parse("http://a"), Optional.empty()));
    }

    @Test
    void the_file_is_for_its_profile_only() throws IOException {
        file("profile: lab\nzomg_domain: lab.example.com\nauth_token: of-lab\n");
        Server lab = new Server(Server.parse("https://api.lab.example.com"), Optional.of("of-lab"));

        assertThat(resolve(Map.of("ZOMG_URL", "http://b"), NO_OPTION)).isEqualTo(lab);
        assertThat(ofProfile(Map.of(), "lab")).isEqualTo(lab);
        assertThatThrownBy(() -> ofProfile(Map.of(), "staging"))
                .hasMessage(
                        "profile \"staging\" is selected but ZOMG_PROFILE_STAGING_URL is not set");
        assertThat(resolve(Map.of(), Optional.of("http://a")).token()).isEmpty();

        file("profile: lab\napi_url: http://x\nzomg_domain: y\n");
        assertThat(resolve(Map.of("ZOMG_TOKEN", "t"), NO_OPTION))
                .isEqualTo(new Server(Server.parse("http://x"), Optional.empty()));
    }

    @Test
    void a_file_without_a_profile_comes_after_the_variables() throws IOException {
        aLocalServer();
        file("api_url: http://x\nauth_token: of-x\n");

        assertThat(resolve(Map.of(), NO_OPTION))
                .isEqualTo(new Server(Server.parse("http://x"), Optional.of("of-x")));
        assertThat(resolve(Map.of("ZOMG_URL", "http://b"), NO_OPTION))
                .isEqualTo(new Server(Server.parse("http://b"), Optional.empty()));
    }

    /** Whoever unpacks a folder and works in it did not mean to send its author a token. */
    @Test
    void a_file_that_was_come_upon_gets_no_token_of_the_environment() throws IOException {
        file("api_url: http://x\n");
        Map<String, String> token = Map.of("ZOMG_TOKEN", "secret");
        Map<String, String> named =
                Map.of("ZOMG_TOKEN", "secret", "ZOMG_SETUP_DIR", folder + "/.zomg");

        assertThat(resolve(token, NO_OPTION).token()).isEmpty();
        assertThat(resolve(named, NO_OPTION).token()).contains("secret");

        file("profile: lab\napi_url: http://x\n");
        Map<String, String> ofLab = Map.of("ZOMG_PROFILE_LAB_TOKEN", "secret");
        assertThat(resolve(ofLab, NO_OPTION).token()).isEmpty();
        assertThat(
                        ofProfile(
                                        Map.of(
                                                "ZOMG_PROFILE_LAB_TOKEN", "secret",
                                                "ZOMG_PROFILE_LAB_URL", "http://lab"),
                                        "lab")
                                .token())
                .contains("secret");
    }

    @Test
    void a_file_of_another_user_is_refused() throws IOException {
        file("api_url: http://x\n");
        Path file = folder.resolve(".zomg/config.yaml");
        assumeTrue((Integer) Files.getAttribute(file, "unix:uid") == 0, "needs root");
        Files.setAttribute(file, "unix:uid", 4711);

        assertThatThrownBy(() -> resolve(Map.of(), NO_OPTION))
                .hasMessage(ConfigFile.FOREIGN.formatted(file));
        assertThat(resolve(Map.of("SUDO_UID", "4711"), NO_OPTION).url()).hasToString("http://x");
    }

    @Test
    void what_a_profile_says_wrongly_is_named() {
        Map<String, String> insecure =
                Map.of("ZOMG_PROFILE_LAB_URL", "http://x", "ZOMG_PROFILE_LAB_INSECURE", "maybe");
        Map<String, String> address =
                Map.of("ZOMG_PROFILE_LAB_URL", "http://x", "ZOMG_PROFILE_LAB_IP", "localhost");

        assertThatThrownBy(() -> ofProfile(insecure, "lab"))
                .hasMessage("ZOMG_PROFILE_LAB_INSECURE must be true or false");
        assertThatThrownBy(() -> ofProfile(address, "lab"))
                .hasMessage("ZOMG_PROFILE_LAB_IP must be an IP address");
    }

    @Test
    void a_server_never_shows_its_token() {
        assertThat(new Server(Server.parse("http://a"), Optional.of("secret")).toString())
                .doesNotContain("secret");
    }
}
