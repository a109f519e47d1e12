package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Forks and snapshots of a box that writes to two volumes all the time. */
@ExtendWith(Instance.Shared.class)
class OneMomentIT {

    private static final int FORKS = 10;
    private static final int SNAPSHOTS = 20;
    private static final int BASES = 5;

    /** Always to A first. */
    private static final String WRITER =
            """
            import os
            n = 0
            while True:
                n += 1
                for place in "/a", "/b":
                    with open(place + "/new", "w") as file:
                        file.write(str(n))
                    os.rename(place + "/new", place + "/n")
            """;

    private final Instance zomg;

    OneMomentIT(Instance zomg) {
        this.zomg = zomg;
    }

    private String volume() {
        String name = Instance.name();
        zomg.zomg("data", "create", name).ok();
        return name;
    }

    /** A box that writes to both. */
    private String writer(String a, String b) {
        String web = zomg.created("-d", a + "=/a", "-d", b + "=/b");
        zomg.zomg("exec", web, "--bg", "--", "python3", "-c", WRITER).ok();
        zomg.zomg("exec", web, "--", "sh", "-c", "until test -s /b/n; do sleep 0.01; done").ok();
        return web;
    }

    @Test
    void both_volumes_of_each_snapshot_of_the_box_are_of_one_moment() throws IOException {
        String a = volume();
        String b = volume();
        String web = writer(a, b);

        for (int number = 0; number < SNAPSHOTS; number++) {
            JsonObject taken = Instance.json(zomg.zomg("snapshot", "create", web, "-j").ok());
            assertThat(number(kept(taken, a)) - number(kept(taken, b))).isBetween(0L, 1L);
            assertThat(taken.getInt("frozen_ms")).isBetween(0, 2_000);
        }

        assertThat(apart(a, b)).as("so it is without standing still").isNotZero();
        assertThat(zomg.zomg("data", "snapshot", "list", a, "-q").ok()).contains(web + "-v0");
        assertThat(zomg.zomg("snapshot", "delete", web, "v0").ok()).isEqualTo("v0: deleted");
        assertThat(zomg.zomg("data", "snapshot", "list", a, "-q").ok())
                .doesNotContain(web + "-v0\n")
                .contains(web + "-v1");
        zomg.zomg("delete", "-f", web).ok();
        assertThat(zomg.zomg("data", "snapshot", "list", a, "-q").ok()).isEqualTo("v0");
        zomg.zomg("data", "delete", a, b).ok();
        assertThat(zomg.zomg("doctor").ok()).isNotNull();
    }

    @Test
    void a_base_of_a_root_with_subvolumes_is_of_one_moment() throws IOException {
        String web = zomg.created();
        Path root =
                zomg.pool()
                        .resolve("roots")
                        .resolve(Instance.json(zomg.zomg("show", web, "-j").ok()).getString("id"));
        Files.createDirectory(root.resolve("a"));
        zomg.host("btrfs", "subvolume", "create", root.resolve("b").toString()).ok();
        zomg.zomg("exec", web, "--bg", "--", "python3", "-c", WRITER).ok();
        zomg.zomg("exec", web, "--", "sh", "-c", "until test -s /b/n; do sleep 0.01; done").ok();

        for (int number = 0; number < BASES; number++) {
            String name = Instance.name();
            zomg.zomg("base", "save", web, name).ok();
            Path base =
                    zomg.pool()
                            .resolve("bases")
                            .resolve(
                                    Instance.json(zomg.zomg("base", "show", name, "-j").ok())
                                            .getString("id"));
            assertThat(number(base.resolve("a")) - number(base.resolve("b"))).isBetween(0L, 1L);
            zomg.zomg("base", "delete", name).ok();
        }

        zomg.zomg("delete", "-f", web).ok();
    }

    /** One after the other, while the writer goes on. */
    private long apart(String a, String b) throws IOException {
        return number(snapshot(a)) - number(snapshot(b));
    }

    private Path snapshot(String volume) {
        return kept(
                Instance.json(zomg.zomg("data", "snapshot", "create", volume, "-j").ok())
                        .getString("id"));
    }

    private Path kept(JsonObject taken, String volume) {
        return taken.getJsonArray("volumes").getValuesAs(JsonObject.class).stream()
                .filter(one -> one.getString("volume").equals(volume))
                .map(one -> kept(one.getString("id")))
                .findFirst()
                .orElseThrow();
    }

    private Path kept(String uid) {
        return zomg.pool().resolve("volume-checkpoints").resolve(uid);
    }

    private static long number(Path volume) throws IOException {
        return Long.parseLong(Files.readString(volume.resolve("n")));
    }

    @Test
    void both_volumes_of_each_fork_are_of_one_moment() {
        String a = volume();
        String b = volume();
        String web = writer(a, b);

        String fork = Instance.name();
        zomg.zomg("create", fork, "--fork", web, "--count", Integer.toString(FORKS)).ok();

        for (int number = 1; number <= FORKS; number++) {
            String one = fork + "-" + number;
            assertThat(number(one, "/a/n") - number(one, "/b/n")).isBetween(0L, 1L);
            zomg.zomg("delete", "-f", one).ok();
        }
        assertThat(number(web, "/a/n")).isPositive();
        zomg.zomg("delete", "-f", web).ok();
        assertThat(zomg.zomg("data", "list", "-q").ok()).contains(a, b).doesNotContain("box-");
    }

    private long number(String box, String path) {
        return Long.parseLong(zomg.zomg("get", box + ":" + path, "-").ok());
    }
}
