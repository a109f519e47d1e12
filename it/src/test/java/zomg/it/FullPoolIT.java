package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One box without a limit takes the last byte of the pool, of data and of metadata. */
@ExtendWith(Instance.Shared.class)
class FullPoolIT {

    private static final String BOXES = "/v1/projects/default/boxes";
    private static final Duration SOON = Duration.ofSeconds(30);

    /**
     * Data first, in ever smaller pieces. What is left for metadata goes to links, because their
     * targets are kept there; each round takes what the commit before it gave back.
     */
    private static final String FILL =
            """
            unset LD_PRELOAD
            mkdir /fill && cd /fill
            fallocate -l "$(($(df --output=avail -B1 / | tail -1) * 9 / 10))" most
            for size in 1M 4k; do
                dd if=/dev/zero of=rest.$size bs=$size 2>&1 | grep -q 'No space left' || exit 2
                sync
            done
            perl -e '
                my ($made, $directory) = (0, 0);
                for (my $before = -1; $before != $made; system("sync")) {
                    $before = $made;
                    for my $length (3900, 50) {
                        mkdir("/fill/" . ++$directory) or next;
                        my $i = 0;
                        $i++ while symlink("x" x $length, "/fill/$directory/$i");
                        $made += $i;
                    }
                }
                print "$made links\\n";'
            ! touch /fill/one-more 2>/dev/null || ! mkdir /fill/and-another || ! echo x > /fill/x
            """;

    private final Instance zomg;

    FullPoolIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void a_pool_without_a_free_byte_refuses_new_work_and_nothing_else_until_there_is_room()
            throws IOException {
        String full = zomg.created();
        String other = zomg.created();
        String stopped = zomg.created();
        String goes = zomg.created();
        zomg.zomg("stop", stopped).ok();
        String inFull = background(full);
        String inOther = background(other);
        long faults = faults();

        fill(full);

        assertRefused("POST", BOXES, "{\"name\":\"%s\"}".formatted(Instance.name()), "MiB left");
        assertRefused(
                "POST",
                BOXES,
                "{\"name\":\"%s\",\"fork\":\"%s\"}".formatted(Instance.name(), other),
                "MiB left");
        assertRefused("POST", path(stopped) + "/resume", "", "the pool is full");
        assertThat(status(stopped)).isEqualTo("stopped");
        kill(full, inFull);
        kill(other, inOther);
        everythingElseWorks(full, other);

        answer(200, "DELETE", path(goes) + "?force=true", "");
        assertThat(status(full)).isEqualTo("running");
        zomg.zomg("delete", "-f", full).ok();
        String next = Instance.name();
        await(() -> zomg.call("POST", BOXES, "{\"name\":\"%s\"}".formatted(next)));

        zomg.zomg("resume", stopped, other).ok();
        zomg.zomg("exec", other, "--sh", "--", "echo x > /room && sync && cat /room").ok();
        zomg.zomg("create", Instance.name(), "--fork", next).ok();
        assertThat(zomg.zomg("doctor").exit()).isZero();
        assertThat(zomg.host("btrfs", "scrub", "start", "-B", "-r", zomg.pool().toString()).ok())
                .contains("no errors found");
        assertThat(faults()).isEqualTo(faults);
    }

    private void fill(String box) {
        String made = zomg.zomg("exec", box, "--sh", "--", FILL).ok();

        assertThat(Integer.parseInt(made.replace(" links", ""))).isGreaterThan(1_000);
        assertThat(
                        zomg.host("df", "--output=avail", zomg.pool().toString())
                                .ok()
                                .lines()
                                .skip(1)
                                .map(String::strip))
                .containsExactly("0");
        JsonObject pool = Instance.json(answer(200, "GET", "/v1/pool", "").body());
        assertThat(pool.getJsonNumber("size_bytes").longValue()).isEqualTo(6L << 30);
        assertThat(pool.getJsonNumber("free_bytes").longValue()).isLessThan(8L << 20);
        assertThat(answer(200, "GET", "/v1/metrics", "").body())
                .contains("# TYPE zomg_pool_free_bytes gauge\nzomg_pool_free_bytes ");
    }

    private void everythingElseWorks(String full, String other) {
        for (String route :
                List.of(
                        BOXES,
                        path(full),
                        path(other),
                        "/v1/projects",
                        "/v1/operations",
                        "/v1/audit",
                        "/v1/doctor",
                        "/v1/setup",
                        "/v1/pool",
                        "/v1/metrics",
                        "/health/live",
                        "/health/ready")) {
            answer(200, "GET", route, "");
        }
        for (String box : List.of(full, other)) {
            answer(200, "PUT", path(box), "{\"tags\":{\"full\":\"yes\"}}");
            assertThat(zomg.zomg("exec", box, "--", "echo", "alive").ok()).isEqualTo("alive");
            assertThat(zomg.zomg("events", "--box", box).ok()).contains("box.updated");
        }
        answer(200, "POST", path(other) + "/stop", "");
        // What its stop gave back may be enough for its start.
        assertThat(zomg.call("POST", path(other) + "/resume", "").statusCode()).isIn(200, 507);
        for (String command : List.of("list", "status", "audit")) {
            zomg.zomg(command).ok();
        }
        zomg.zomg("project", "list").ok();
        zomg.zomg("operation", "list").ok();
        assertThat(zomg.zomg("doctor").exit()).isZero();
    }

    /** The pid of a process that runs on. */
    private String background(String box) {
        return zomg.zomg("exec", box, "--bg", "--", "sleep", "1000").ok().replace("pid=", "");
    }

    private void kill(String box, String pid) {
        zomg.zomg("exec", box, "--", "kill", "-KILL", pid).ok();
        assertThat(zomg.zomg("exec", box, "--", "kill", "-0", pid).exit()).isNotZero();
    }

    private void assertRefused(String method, String path, String body, String sentence) {
        JsonObject problem = Instance.json(answer(507, method, path, body).body());
        assertThat(problem.getString("code")).isEqualTo("insufficient_storage");
        assertThat(problem.getString("detail")).contains(sentence);
    }

    private HttpResponse<String> answer(int status, String method, String path, String body) {
        HttpResponse<String> answer = zomg.call(method, path, body);
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, path, answer.body())
                .isEqualTo(status);
        return answer;
    }

    private static void await(Supplier<HttpResponse<String>> create) {
        long deadline = System.nanoTime() + SOON.toNanos();
        HttpResponse<String> answer = create.get();
        while (answer.statusCode() == 507 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            answer = create.get();
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    /** Requests that the log tells of as the server's own fault. */
    private long faults() throws IOException {
        try (Stream<String> lines =
                Files.lines(zomg.state().resolve("liberty/zomg/logs/messages.log"))) {
            return lines.filter(line -> line.contains("\"message\":\"a request failed\"")).count();
        }
    }

    private String status(String box) {
        return Instance.json(answer(200, "GET", path(box), "").body()).getString("status");
    }

    private static String path(String box) {
        return BOXES + "/" + box;
    }
}
