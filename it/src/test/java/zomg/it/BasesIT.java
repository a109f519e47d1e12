package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Bases of people, by the packaged command and server, on a real pool. */
@ExtendWith(Instance.Shared.class)
class BasesIT {

    private final Instance zomg;
    @TempDir private Path folder;

    BasesIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void a_saved_base_is_what_boxes_start_from_until_it_is_deleted() {
        String web = zomg.created();
        zomg.zomg("exec", web, "--", "sh", "-c", "echo mine >/srv/state").ok();

        String first = zomg.zomg("base", "save", web, "saved").ok();
        zomg.zomg("exec", web, "--", "sh", "-c", "echo later >/srv/state").ok();
        String second = zomg.zomg("base", "save", web, "saved").ok();

        assertThat(state(boxOf(first))).isEqualTo("mine");
        assertThat(state(boxOf("saved"))).isEqualTo("later");
        assertThat(zomg.zomg("base", "show", second).ok())
                .containsPattern("origin: +box %s of project ".formatted(web));
        String kept = boxOf(second);
        assertThat(zomg.zomg("base", "delete", "saved").ok()).isEqualTo("saved: deleted");

        assertThat(zomg.zomg("base", "show", "saved").err()).contains("there is no base saved");
        assertThat(zomg.zomg("create", Instance.name(), "-b", second).err())
                .contains("there is no base");
        assertThat(state(kept)).isEqualTo("later");
        zomg.zomg("stop", kept).ok();
        zomg.zomg("resume", kept).ok();
        assertThat(state(kept)).isEqualTo("later");
    }

    @Test
    void a_script_builds_a_base_once() throws IOException {
        Path script = Files.writeString(folder.resolve("install.sh"), "date +%N >/srv/state\n");

        String built = zomg.zomg("base", "build", "built", "--script", "" + script).ok();
        String state = state(boxOf(built));

        assertThat(built).matches("built:[0-9a-f]{64}");
        assertThat(zomg.zomg("base", "build", "built", "--script", "" + script).ok())
                .isEqualTo(built);
        assertThat(state(boxOf("built"))).isEqualTo(state);
        assertThat(zomg.zomg("base", "show", "built").ok())
                .containsPattern("parent: +box-base:[0-9a-f]{64}");
    }

    @Test
    void a_script_that_fails_leaves_nothing_and_says_why() throws IOException {
        Path script =
                Files.writeString(
                        folder.resolve("broken.sh"), "echo what broke; exit 3; echo no\n");

        Shell.Result outcome = zomg.zomg("base", "build", "broken", "--script", "" + script);

        assertThat(outcome.exit()).isOne();
        assertThat(outcome.err()).contains("code=3").contains("what broke").doesNotContain("no\n");
        assertThat(zomg.zomg("base", "list", "-q").ok()).doesNotContain("broken");
    }

    private String boxOf(String base) {
        String name = Instance.name();
        zomg.zomg("create", name, "-b", base).ok();
        return name;
    }

    private String state(String box) {
        return zomg.zomg("exec", box, "--", "cat", "/srv/state").ok();
    }
}
