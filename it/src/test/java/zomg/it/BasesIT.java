package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Bases of people, by the packaged command and server, on a real pool. */
@ExtendWith(Instance.Shared.class)
class BasesIT {

    private static final int CREATORS = 4;

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
        assertThat(outcome.err())
                .contains("exit status 3")
                .contains("what broke")
                .doesNotContain("no\n");
        assertThat(zomg.zomg("base", "list", "-q").ok()).doesNotContain("broken");
    }

    @Test
    void what_a_build_prints_is_told_while_it_runs_and_later() throws IOException {
        Path script =
                Files.writeString(
                        folder.resolve("talk.sh"),
                        "echo one; echo zomg:missing gh: none; sleep 2; echo two\n");

        Shell.Result built = zomg.zomg("base", "build", "talks", "--script", "" + script);

        assertThat(built.err()).containsSubsequence("building talks on", "one\n", "two\n");
        assertThat(zomg.zomg("base", "logs", "talks").ok())
                .containsSubsequence("building talks on", "one\n", "two\n", "is built");
        assertThat(zomg.zomg("base", "logs", "talks", "-f", "--offset", "5").ok())
                .endsWith("is built");
        assertThat(zomg.zomg("base", "show", "talks").ok()).containsPattern("missing: +gh: none");
        assertThat(zomg.zomg("base", "show", "talks", "--script").ok())
                .isEqualTo(Files.readString(script).strip());
    }

    @Test
    void a_build_is_cancelled_while_its_script_sleeps_and_leaves_nothing()
            throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("long.sh"), "echo asleep; sleep 600\n");
        String before = subvolumes();

        try (Running build =
                zomg.start("base", "build", "cancelled", "--script", script.toString())) {
            build.awaitErr("asleep");
            zomg.zomg("operation", "cancel", running("build")).ok();

            assertThat(build.exit()).isOne();
            assertThat(build.err()).contains("the operation was cancelled");
        }
        assertThat(zomg.zomg("base", "logs", "cancelled").ok()).endsWith("the build was cancelled");
        assertThat(zomg.zomg("base", "list", "-q").ok()).doesNotContain("cancelled");
        assertThat(subvolumes()).isEqualTo(before);
    }

    /** Each create makes a box that works, or is refused; nothing is left over. */
    @Test
    void a_base_is_deleted_while_boxes_are_made_from_it()
            throws ExecutionException, InterruptedException {
        String source = zomg.created();
        String before = subvolumes();
        for (int round = 0; round < 3; round++) {
            zomg.zomg("base", "save", source, "doomed").ok();
            CountDownLatch begun = new CountDownLatch(CREATORS);
            List<String> names = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(CREATORS)) {
                List<Future<List<String>>> creators = new ArrayList<>();
                for (int creator = 0; creator < CREATORS; creator++) {
                    creators.add(threads.submit(() -> createUntilRefused(begun)));
                }
                assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
                zomg.zomg("base", "delete", "doomed").ok();
                for (Future<List<String>> creator : creators) {
                    names.addAll(creator.get());
                }
            }
            assertThat(names).hasSizeGreaterThanOrEqualTo(CREATORS);
            for (String name : names) {
                assertThat(zomg.zomg("exec", name, "--", "echo", "works").ok()).isEqualTo("works");
                zomg.zomg("delete", "-f", name).ok();
            }
        }
        assertThat(subvolumes()).isEqualTo(before);
        assertThat(zomg.zomg("doctor").exit()).isZero();
    }

    /** What was made. */
    private List<String> createUntilRefused(CountDownLatch begun) {
        List<String> made = new ArrayList<>();
        while (true) {
            String name = Instance.name();
            Shell.Result create = zomg.zomg("create", name, "-b", "doomed");
            if (create.exit() != 0) {
                assertThat(create.err()).containsPattern("there is no base|deleted meanwhile");
                return made;
            }
            made.add(name);
            begun.countDown();
        }
    }

    private String running(String kind) {
        return Instance.json(zomg.zomg("operation", "list", "-j").ok())
                .getJsonArray("operations")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(one -> one.getString("kind").equals(kind))
                .filter(one -> one.getString("state").equals("running"))
                .map(one -> one.getString("id"))
                .findFirst()
                .orElseThrow();
    }

    /** Bases and roots that are there, but for those that lie ready. */
    private String subvolumes() {
        return zomg.host("sh", "-c", "ls \"$1\"/bases \"$1\"/roots", "sh", zomg.pool().toString())
                .ok();
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
