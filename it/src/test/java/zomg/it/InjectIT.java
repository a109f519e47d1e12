package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The caller's credentials on their way into a box. */
@ExtendWith(Instance.Shared.class)
class InjectIT {

    private static final String SECRET = "secret \"'$(id)\n\0 without an end of line";

    @TempDir Path home;

    private final Instance zomg;

    InjectIT(Instance zomg) {
        this.zomg = zomg;
    }

    private void file(String name, String content) throws IOException {
        Files.createDirectories(home.resolve(name).getParent());
        Files.writeString(home.resolve(name), content);
    }

    private Shell.Result inject(String... arguments) {
        return zomg.zomgIn(
                home, Map.of("HOME", home.toString(), "ZOMG_TOKEN", zomg.token()), arguments);
    }

    @Test
    void credentials_arrive_as_they_are_and_as_often_as_one_likes() throws IOException {
        String box = zomg.created();
        file(".codex/auth.json", SECRET);
        file(".codex/config.toml", "model = \"x\"\n");
        file(".ssh/id_ed25519", "a key\n");
        file(".ssh/id_ed25519.pub", "its public half\n");
        zomg.zomg(
                        "exec",
                        box,
                        "--sh",
                        "--",
                        "umask 077; mkdir -p .ssh; printf 'example.org ssh-rsa AAAA' >.ssh/known_hosts")
                .ok();

        Shell.Result injected = inject("inject", box);

        assertThat(injected.ok())
                .isEqualTo(
                        "OK: injected codex auth/config, ssh keypair into default:%s"
                                .formatted(box));
        assertThat(injected.err()).startsWith("Warning: ssh -T git@github.com").hasLineCount(1);

        file(".gitconfig", "[user]\n\tname = Ada\n");
        assertThat(inject("inject", box).ok())
                .isEqualTo(
                        "OK: injected codex auth/config, ssh keypair, git config into default:%s"
                                .formatted(box));

        assertThat(
                        zomg.zomg(
                                        "exec",
                                        box,
                                        "--sh",
                                        "--",
                                        "cd; stat -c '%n %a %U' .codex .codex/* .ssh .ssh/id* .gitconfig;"
                                                + " cut -c 1-30 .ssh/known_hosts; git config user.name;"
                                                + " sha256sum <.codex/auth.json; ls -a .codex .ssh | wc -l")
                                .ok())
                .isEqualTo(
                        """
                        .codex 700 root
                        .codex/auth.json 600 root
                        .codex/codex.toml 600 root
                        .ssh 700 root
                        .ssh/id_ed25519 600 root
                        .ssh/id_ed25519.pub 644 root
                        .gitconfig 644 root
                        example.org ssh-rsa AAAA
                        github.com ssh-ed25519 AAAAC3N
                        github.com ecdsa-sha2-nistp256
                        github.com ssh-rsa AAAAB3NzaC1
                        Ada
                        %s
                        12"""
                                .formatted(
                                        zomg.host(
                                                        "sha256sum",
                                                        home.resolve(".codex/auth.json").toString())
                                                .ok()
                                                .replaceAll(" .*", "  -")));
    }

    @Test
    void what_cannot_be_written_is_named() throws IOException {
        String box = zomg.created();
        file("auth", "x");
        file("config", "x");
        file("key", "x");
        file("key.pub", "x");
        zomg.zomg("exec", box, "--", "mkdir", "-p", "/root/.codex/codex.toml").ok();

        Shell.Result injected =
                inject(
                        "inject",
                        box,
                        "--codex-auth",
                        "auth",
                        "--codex-toml",
                        "config",
                        "--ssh-key",
                        "key");

        assertThat(injected.exit()).isEqualTo(1);
        assertThat(injected.err())
                .startsWith(
                        "Error: codex config cannot be written to /root/.codex/codex.toml in the box: ");
        assertThat(zomg.zomg("exec", box, "--", "ls", "-A", "/root/.codex").ok())
                .isEqualTo("auth.json\ncodex.toml");
    }

    @Test
    void a_box_that_is_not_there_is_named() throws IOException {
        file("auth", "x");
        file("auth.pub", "x");

        Shell.Result injected =
                inject(
                        "inject",
                        "no-such-box",
                        "--codex-auth",
                        "auth",
                        "--codex-toml",
                        "auth",
                        "--ssh-key",
                        "auth");

        assertThat(injected.exit()).isEqualTo(1);
        assertThat(injected.err())
                .isEqualTo("Error: there is no box no-such-box in project default\n");
    }
}
