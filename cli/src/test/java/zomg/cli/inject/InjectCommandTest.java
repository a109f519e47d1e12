package zomg.cli.inject;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;
import zomg.cli.support.Environment;

class InjectCommandTest {

    @TempDir Path home;

    private void file(String name) {
        try {
            Files.createDirectories(home.resolve(name).getParent());
            Files.writeString(home.resolve(name), name);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void codexAndKey(String key) {
        List.of(".codex/auth.json", ".codex/config.toml", ".ssh/" + key, ".ssh/" + key + ".pub")
                .forEach(this::file);
    }

    private Credentials found(Map<String, String> variables, Optional<String> key) {
        return Credentials.find(
                new Environment(variables, home, home), Optional.empty(), Optional.empty(), key);
    }

    @Test
    void everything_that_is_missing_is_named() {
        assertThat(new CommandLineOf(home).run("inject", "web"))
                .isEqualTo(
                        new Outcome(
                                1,
                                "",
                                ("Error: there is no codex auth %1$s/.codex/auth.json; name one with"
                                                + " --codex-auth; there is no codex config"
                                                + " %1$s/.codex/config.toml; name one with --codex-toml;"
                                                + " there is no ssh key in %1$s/.ssh (id_ed25519, id_rsa,"
                                                + " id_ecdsa); name one with --ssh-key\n")
                                        .formatted(home)));
    }

    @Test
    void a_key_without_its_public_half_is_not_taken() {
        codexAndKey("id_rsa");
        file("deploy");

        assertThat(new CommandLineOf(home).run("inject", "web", "--ssh-key", "deploy").err())
                .isEqualTo(
                        "Error: there is no public key %s/deploy.pub beside the ssh key\n"
                                .formatted(home));
    }

    @Test
    void the_best_key_is_taken_and_everything_has_its_place_and_mode() {
        codexAndKey("id_rsa");
        codexAndKey("id_ecdsa");
        file(".gitconfig");

        List<Parcel> parcels = found(Map.of(), Optional.empty()).parcels();

        assertThat(parcels.stream().map(one -> one.target() + " " + one.mode()))
                .containsExactly(
                        "/root/.codex/auth.json 600",
                        "/root/.codex/codex.toml 600",
                        "/root/.ssh/id_rsa 600",
                        "/root/.ssh/id_rsa.pub 644",
                        "/root/.gitconfig 644");
        assertThat(new String(parcels.get(1).content(), StandardCharsets.UTF_8))
                .isEqualTo(".codex/config.toml");
    }

    @Test
    void gits_config_is_looked_for_where_git_looks() {
        codexAndKey("id_rsa");
        assertThat(found(Map.of(), Optional.empty()).gitConfig()).isEmpty();

        file(".gitconfig");
        assertThat(found(Map.of(), Optional.empty()).gitConfig())
                .contains(home.resolve(".gitconfig"));
        file(".config/git/config");
        assertThat(found(Map.of(), Optional.empty()).gitConfig())
                .contains(home.resolve(".config/git/config"));
        file("xdg/git/config");
        Map<String, String> xdg = Map.of("XDG_CONFIG_HOME", home.resolve("xdg").toString());
        assertThat(found(xdg, Optional.empty()).gitConfig())
                .contains(home.resolve("xdg/git/config"));
        file("global");
        Map<String, String> global = Map.of("GIT_CONFIG_GLOBAL", home.resolve("global").toString());
        assertThat(found(global, Optional.empty()).gitConfig()).contains(home.resolve("global"));
    }

    @Test
    void github_has_a_line_for_each_of_its_keys() {
        assertThat(new String(GitHub.KEYS, StandardCharsets.UTF_8).lines())
                .hasSize(3)
                .allMatch(line -> line.matches("github\\.com [a-z0-9-]+ [A-Za-z0-9+/]+=*"));
    }
}
