package zomg.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;

class ConfigCommandTest {

    @TempDir Path folder;

    private CommandLineOf zomg() {
        return new CommandLineOf(folder);
    }

    private Path users() {
        return folder.resolve(".config/zomg/config.yaml");
    }

    private Path projects() throws IOException {
        Path file = folder.resolve(".zomg/config.yaml");
        Files.createDirectories(file.getParent());
        return file;
    }

    @Test
    void what_is_set_is_there_until_it_is_unset() {
        assertThat(zomg().run("config", "set", "profile", "staging").exitCode()).isZero();
        zomg().run("config", "set", "zomg_domain", "zomg.example.com");

        assertThat(zomg().run("config", "get", "profile").out()).isEqualTo("staging\n");
        assertThat(zomg().run("config", "get", "env").out()).isEqualTo("staging\n");
        assertThat(zomg().run("config", "list").out())
                .isEqualTo("profile:      staging\nzomg_domain:  zomg.example.com\n");
        assertThat(zomg().run("config", "list", "-j").out())
                .isEqualTo("{\"profile\":\"staging\",\"zomg_domain\":\"zomg.example.com\"}\n");

        zomg().run("config", "set", "env", "lab");
        assertThat(zomg().run("config", "get", "profile").out()).isEqualTo("lab\n");
        assertThat(zomg().run("config", "unset", "profile").exitCode()).isZero();
        assertThat(zomg().run("config", "unset", "profile").exitCode()).isZero();
        Outcome gone = zomg().run("config", "get", "profile");
        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.err()).isEqualTo("Error: profile is not set in %s\n".formatted(users()));
    }

    @Test
    void the_file_is_its_owners_alone_and_a_token_is_shown_in_part() throws IOException {
        zomg().run("config", "set", "auth_token", "abcdefgh-secret");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(users())))
                .isEqualTo("rw-------");
        assertThat(zomg().run("config", "list").out()).isEqualTo("auth_token:  abcd...\n");
        assertThat(zomg().run("config", "list", "-j").out()).doesNotContain("secret");
        assertThat(zomg().run("config", "get", "auth_token").out()).isEqualTo("abcdefgh-secret\n");
    }

    @Test
    void what_else_stands_in_the_file_stays() throws IOException {
        Files.writeString(
                projects(),
                """
                # Ours
                env: lab # the one downstairs
                api_url: http://10.0.0.7:7717
                later: {a: [1, 2]}
                """);

        zomg().run("config", "set", "profile", "staging");
        zomg().run("config", "unset", "api_url");

        assertThat(projects())
                .content()
                .contains("# Ours", "env: staging", "later:")
                .doesNotContain("lab\n", "10.0.0.7");
        assertThat(zomg().run("config", "get", "profile").out()).isEqualTo("staging\n");
    }

    @Test
    void the_nearest_file_is_used_and_another_one_if_that_is_named() throws IOException {
        assertThat(zomg().run("config", "path").out()).isEqualTo(users() + "\n");
        assertThat(zomg().variable("XDG_CONFIG_HOME", folder + "/xdg").run("config", "path").out())
                .isEqualTo(folder + "/xdg/zomg/config.yaml\n");

        Files.writeString(projects(), "profile: lab\n");

        assertThat(zomg().run("config", "path").out()).isEqualTo(projects() + "\n");
        assertThat(zomg().variable("ZOMG_SETUP_DIR", "other").run("config", "path").out())
                .isEqualTo(folder + "/other/config.yaml\n");
    }

    @Test
    void a_link_to_the_file_stays_one() throws IOException {
        Path real = folder.resolve("real.yaml");
        Files.writeString(real, "profile: lab\n");
        Files.createSymbolicLink(projects(), real);

        zomg().run("config", "set", "profile", "staging");

        assertThat(projects()).isSymbolicLink();
        assertThat(real).content().isEqualTo("profile: staging\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "colour | red | is not a setting",
                "api_url | staging | is not a server's URL",
                "ssh_host | a b | \"a b\" is no ssh_host",
                "zomg_domain | .. | \"..\" is no zomg_domain",
                "profile | '' | \"\" is no profile",
                "auth_token | 'se cret' | that is no auth_token"
            })
    void what_cannot_be_meant_is_refused(String key, String value, String reason) {
        Outcome outcome = zomg().run("config", "set", key, value);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains(reason);
        assertThat(users()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'profile: [a'|in line 1",
                "'- profile'|it is not a list of settings",
                "'api_url: {a: b}'|api_url must be one text"
            })
    void a_file_that_cannot_be_read_is_named(String text, String reason) throws IOException {
        Files.writeString(projects(), text);

        Outcome outcome = zomg().run("list");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains(projects().toString(), reason);
        assertThat(projects()).content().isEqualTo(text);
    }

    @Test
    void a_file_of_comments_is_as_good_as_none() throws IOException {
        Files.writeString(projects(), "# nothing yet\n");

        assertThat(zomg().run("config", "list").out()).isEmpty();
        assertThat(zomg().run("config", "set", "profile", "lab").exitCode()).isZero();
        assertThat(projects()).content().isEqualTo("# nothing yet\nprofile: lab\n");
    }

    @Test
    void profiles_are_those_with_a_url_and_the_selected_one() {
        CommandLineOf zomg =
                zomg().variable("ZOMG_PROFILE_LAB_URL", "http://10.0.0.7:7717")
                        .variable("ZOMG_PROFILE_LAB_TOKEN", "secret")
                        .variable("ZOMG_PROFILE_EU_WEST_URL", "https://eu.example.com");
        zomg.run("config", "set", "profile", "staging");

        assertThat(zomg.run("config", "profiles").out())
                .isEqualTo(
                        """
                        NAME\tURL\tTOKEN\tSELECTED
                        eu_west\thttps://eu.example.com\tno\tno
                        lab\thttp://10.0.0.7:7717\tyes\tno
                        staging\tnot set\tno\tyes
                        """);
        assertThat(zomg.run("--profile", "eu-west", "config", "profiles", "-j").out())
                .contains(
                        "{\"name\":\"eu-west\",\"url\":\"https://eu.example.com\","
                                + "\"token\":false,\"selected\":true}")
                .doesNotContain("secret", "eu_west");
    }

    @Test
    void a_profile_without_a_url_is_said_so() {
        Outcome outcome = zomg().run("--profile", "staging", "list");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo(
                        "Error: profile \"staging\" is selected but ZOMG_PROFILE_STAGING_URL is"
                                + " not set\n");
    }
}
