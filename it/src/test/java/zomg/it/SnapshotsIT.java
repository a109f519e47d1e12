package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots by the packaged command and server, on a real pool. */
@ExtendWith(Instance.Shared.class)
class SnapshotsIT {

    private final Instance zomg;

    SnapshotsIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void a_box_that_was_broken_beyond_use_works_again() {
        String web = zomg.created();
        zomg.zomg("exec", web, "--", "sh", "-c", "echo good >/root/state").ok();
        assertThat(zomg.zomg("snapshot", "create", web, "-m", "it works").ok()).isEqualTo("v0");

        zomg.zomg("exec", web, "--", "sh", "-c", "echo bad >/root/state; rm -rf /usr").ok();
        assertThat(zomg.zomg("exec", web, "--", "true").exit()).isNotZero();

        assertThat(zomg.zomg("snapshot", "restore", web, "v0").ok())
                .isEqualTo("%s: running, restored to v0; before it: v1".formatted(web));
        assertThat(zomg.zomg("exec", web, "--", "cat", "/root/state").ok()).isEqualTo("good");
        assertThat(zomg.zomg("snapshot", "list", web).ok())
                .containsPattern("v0\t[0-9.]+[KM]\t[^\t]+Z\tit works\n")
                .containsPattern("v1\t[0-9.]+[KM]\t[^\t]+Z\tbefore restoring v0");
    }

    @Test
    void one_goes_back_and_forward_and_a_stopped_box_stays_stopped() {
        String web = zomg.created();
        write(web, "one");
        zomg.zomg("snapshot", "create", web, "first").ok();
        write(web, "two");
        zomg.zomg("stop", web).ok();

        assertThat(zomg.zomg("snapshot", "restore", web, "first").ok())
                .isEqualTo("%s: stopped, restored to first; before it: v0".formatted(web));
        assertThat(zomg.zomg("get", web + ":/root/state", "-").ok()).isEqualTo("one");
        zomg.zomg("snapshot", "restore", web, "v0", "--no-safety").ok();

        assertThat(zomg.zomg("get", web + ":/root/state", "-").ok()).isEqualTo("two");
        zomg.zomg("resume", web).ok();
        assertThat(zomg.zomg("snapshot", "list", web, "-q").ok()).isEqualTo("first\nv0");
    }

    @Test
    void what_cannot_be_done_is_said() {
        String web = zomg.created();
        zomg.zomg("snapshot", "create", web, "mine").ok();

        assertThat(zomg.zomg("snapshot", "create", web, "mine").err())
                .isEqualTo("Error: box %s has a snapshot mine already\n".formatted(web));
        assertThat(zomg.zomg("snapshot", "restore", web, "other").err())
                .isEqualTo("Error: box %s has no snapshot other\n".formatted(web));
        assertThat(zomg.zomg("snapshot", "create", web, "a--b").err())
                .startsWith("Error: name must be");
        assertThat(zomg.zomg("snapshot", "create", web, "-m", "two\nlines").err())
                .startsWith("Error: description must be one line");
    }

    @Test
    void snapshots_go_and_nothing_is_left_of_them() {
        String web = zomg.created();
        zomg.zomg("snapshot", "create", web).ok();
        zomg.zomg("snapshot", "create", web).ok();
        JsonObject first =
                Instance.json(zomg.zomg("snapshot", "list", web, "-j").ok())
                        .getJsonArray("snapshots")
                        .getJsonObject(0);
        Path kept = zomg.pool().resolve("checkpoints").resolve(first.getString("id"));
        assertThat(kept).isDirectory();

        assertThat(zomg.zomg("snapshot", "delete", web, "v0").ok()).isEqualTo("v0: deleted");
        assertThat(kept).doesNotExist();
        assertThat(zomg.zomg("snapshot", "create", web).ok()).isEqualTo("v2");
        zomg.zomg("delete", "-f", web).ok();

        assertThat(zomg.zomg("snapshot", "list", web).err()).contains("there is no box");
        assertThat(Files.exists(kept)).isFalse();
    }

    @Test
    void files_are_looked_at_and_copied_out_of_a_snapshot(@TempDir Path here) throws IOException {
        String web = zomg.created();
        write(web, "old");
        zomg.zomg(
                        "exec",
                        web,
                        "--",
                        "sh",
                        "-c",
                        "mkdir -p /srv/site && echo hello >/srv/site/index.html"
                                + " && ln -s /etc/../../../etc/hostname /srv/site/out")
                .ok();
        zomg.zomg("snapshot", "create", web).ok();
        write(web, "new");
        zomg.zomg("exec", web, "--", "rm", "-r", "/srv/site").ok();

        assertThat(zomg.zomg("snapshot", "cp", web, "v0:/root/state", "-").ok()).isEqualTo("old");
        assertThat(zomg.zomg("snapshot", "ls", web, "v0", "/srv/site").ok())
                .containsPattern("0644\t6B\t[^\t]+Z\tindex.html")
                .contains("\tout");
        zomg.zomg("snapshot", "cp", "-r", web, "v0:/srv/site", here.resolve("copy").toString())
                .ok();
        assertThat(here.resolve("copy/index.html")).hasContent("hello\n");
        assertThat(zomg.zomg("snapshot", "cp", web, "v0:/srv/site", "-").err())
                .isEqualTo("Error: only files are supported (directories require -r)\n");
        assertThat(zomg.zomg("snapshot", "cp", web, "v0:/proc/version", "-").exit()).isEqualTo(1);
        assertThat(zomg.zomg("snapshot", "cp", web, "v9:/root/state", "-").err())
                .isEqualTo("Error: box %s has no snapshot v9\n".formatted(web));
        zomg.zomg("stop", web).ok();
        assertThat(zomg.zomg("snapshot", "cp", web, "v0:/root/state", "-").ok()).isEqualTo("old");
    }

    private void write(String box, String content) {
        zomg.zomg("exec", box, "--", "sh", "-c", "echo " + content + " >/root/state").ok();
    }
}
