package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What processes printed that were left running, and which processes there are. */
@ExtendWith(Instance.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogsIT {

    /** By default. */
    private static final int MOST = 64;

    private static final int TRIES = 800;

    private final Instance zomg;
    private String box;

    LogsIT(Instance zomg) {
        this.zomg = zomg;
    }

    @BeforeAll
    void create() {
        box = zomg.created();
    }

    /** Leaves a script running. */
    private String left(String script) {
        String said = zomg.zomg("exec", box, "--bg", "--", "sh", "-c", script).ok();
        assertThat(said).matches("pid=[0-9]+");
        return said.substring("pid=".length());
    }

    private String path(String pid) {
        return "/v1/projects/default/boxes/%s/logs?pid=%s".formatted(box, pid);
    }

    @Test
    void a_log_has_what_was_printed() {
        String pid = left("echo one; echo two >&2; echo 3; exec sleep 4720");
        awaitLog(pid, "3\n");

        assertThat(zomg.zomg("logs", box, "--pid", pid).out()).isEqualTo("one\ntwo\n3\n");
        assertThat(zomg.zomg("tail", box, "--pid", pid, "-l", "1").out()).isEqualTo("3\n");
        assertThat(zomg.zomg("logs", box, "--pid", pid, "--lines", "2", "-j").out())
                .isEqualTo("{\"text\":\"two\\n3\\n\",\"truncated\":false}\n");
    }

    @Test
    void of_a_long_log_the_last_whole_lines_are_kept() {
        String pid = left("seq 1000000; exec sleep 4720");
        awaitLog(pid, "1000000\n");

        String log = zomg.zomg("logs", box, "--pid", pid, "--lines", "100000").ok();
        String more = zomg.call("GET", path(pid) + "&lines=100000", "").body();

        assertThat(log).startsWith("900001\n").endsWith("\n1000000");
        assertThat(more).endsWith("1000000\\n\",\"truncated\":false}");
    }

    @Test
    void a_log_that_is_full_goes_on_in_another_file_and_is_read_as_one() {
        // So much that the second file is the shorter one
        String pid = left("seq 1500000; exec sleep 4720");
        awaitLog(pid, "1500000\n");

        String log = zomg.zomg("logs", box, "--pid", pid, "--lines", "100000").ok();

        assertThat(log.lines().toList())
                .isEqualTo(
                        IntStream.rangeClosed(1_400_001, 1_500_000)
                                .mapToObj(Integer::toString)
                                .toList());
        assertThat(zomg.zomg("exec", box, "--sh", "--", "wc -c /tmp/boxes/exec/" + pid + ".*").ok())
                .contains(".log.1")
                .contains("10888896 total");
    }

    @Test
    void who_follows_a_log_goes_on_with_the_next_file() throws InterruptedException {
        // Nearly full at first, and slow from then on
        String pid =
                left(
                        "seq 1440000; until [ -e /tmp/follow ]; do sleep 0.1; done;"
                                + " for i in $(seq 1441 1470);"
                                + " do seq ${i}000 ${i}999; sleep 0.05; done");
        awaitLog(pid, "1440000\n");
        try (Running follower = zomg.start("logs", box, "--pid", pid, "-f", "-l", "1")) {
            follower.awaitOut("1440000\n");
            assertThat(zomg.zomg("sessions", box).ok()).doesNotContain("tail");
            zomg.zomg("exec", box, "--", "touch", "/tmp/follow").ok();
            assertThat(follower.exit()).isZero();
            assertThat(follower.out().lines().skip(1).toList())
                    .isEqualTo(
                            IntStream.range(1_441_000, 1_471_000)
                                    .mapToObj(Integer::toString)
                                    .toList());
        }
        assertThat(zomg.zomg("logs", box, "--pid", pid, "-f", "-l", "30000").ok().lines().toList())
                .hasSize(30_000)
                .startsWith("1441000")
                .endsWith("1470999");
    }

    @Test
    void bytes_are_kept() {
        String pid = left("printf '\\377\\000x'; exec sleep 4720");
        awaitAnswer(pid, "\"/wB4\"");

        assertThat(zomg.call("GET", path(pid), "").body())
                .isEqualTo("{\"text_base64\":\"/wB4\",\"truncated\":false}");
    }

    @Test
    void who_follows_hears_all_until_the_end() throws InterruptedException {
        String pid = left("for one in 1 2 3 4 5; do echo $one; sleep 0.3; done");
        try (Running follower = zomg.start("logs", box, "--pid", pid, "-f")) {
            assertThat(follower.exit()).isZero();
            assertThat(follower.out()).isEqualTo("1\n2\n3\n4\n5\n");
            assertThat(follower.err()).isEmpty();
        }
    }

    @Test
    void a_log_may_get_shorter_while_it_is_followed() {
        String pid =
                left("echo before; until [ -e /tmp/go ]; do sleep 0.1; done; echo a; sleep 4721");
        try (Running follower = zomg.start("tail", box, "--pid", pid, "--follow")) {
            follower.awaitOut("before\n");
            zomg.zomg("exec", box, "--", "truncate", "-s", "0", "/tmp/boxes/exec/" + pid + ".log")
                    .ok();
            zomg.zomg("exec", box, "--", "touch", "/tmp/go").ok();
            follower.awaitOut("before\na\n");
        }
    }

    @Test
    void a_log_that_is_not_there_is_named() {
        assertThat(zomg.zomg("logs", box, "--pid", "999999"))
                .isEqualTo(
                        new Shell.Result(
                                1,
                                "",
                                "Error: box %s has no log of a process 999999; zomg exec --bg makes one\n"
                                        .formatted(box)));
        assertThat(zomg.call("GET", path("999999") + "&follow=true", "").statusCode())
                .isEqualTo(404);
        assertThat(zomg.call("GET", path("0"), "").body()).contains("pid must be from 1");
        assertThat(zomg.call("GET", path("1").replace("?pid=1", ""), "").body())
                .contains("pid is required");
    }

    @Test
    void a_link_is_no_log() {
        zomg.zomg(
                        "exec",
                        box,
                        "--sh",
                        "--",
                        "mkdir -p /tmp/boxes/exec; ln -sf /etc/shadow /tmp/boxes/exec/777777.log")
                .ok();

        assertThat(zomg.call("GET", path("777777"), "").statusCode()).isEqualTo(404);
    }

    @Test
    void a_box_that_is_stopped_has_no_logs() {
        String stopped = zomg.created();
        zomg.zomg("stop", stopped).ok();

        HttpResponse<String> answer =
                zomg.call("GET", "/v1/projects/default/boxes/" + stopped + "/logs?pid=1", "");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("\"box_not_running\"");
    }

    @Test
    void so_many_may_follow_and_places_come_free_again() {
        String pid = left("exec sleep 4722");
        String path = path(pid) + "&follow=true";
        HttpClient client = HttpClient.newHttpClient();
        try {
            List<CompletableFuture<HttpResponse<InputStream>>> followers =
                    Stream.generate(
                                    () ->
                                            client.sendAsync(
                                                    zomg.request("GET", path, "")
                                                            .header(
                                                                    "Authorization",
                                                                    "Bearer " + zomg.token())
                                                            .build(),
                                                    HttpResponse.BodyHandlers.ofInputStream()))
                            .limit(MOST)
                            .toList();
            // Who followed in a test before may have a place still
            assertThat(followers)
                    .filteredOn(one -> one.join().statusCode() == 200)
                    .hasSizeGreaterThan(MOST - 8);

            HttpResponse<String> oneMore = zomg.call("GET", path, "");

            assertThat(oneMore.statusCode()).isEqualTo(503);
            assertThat(oneMore.body()).contains("\"too_many_streams\"");
            assertThat(zomg.call("GET", "/v1/projects", "").statusCode()).isEqualTo(200);
        } finally {
            // Not closed: that waits for answers without an end
            client.shutdownNow();
        }
        awaitPlace(pid);
        zomg.zomg("exec", box, "--", "pkill", "-f", "sleep 4722").ok();
    }

    private void awaitPlace(String pid) {
        int status = 503;
        for (int left = TRIES; left > 0 && status == 503; left--) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            status = zomg.call("GET", path(pid), "").statusCode();
        }
        assertThat(status).isEqualTo(200);
    }

    @Test
    void ps_is_the_boxs_own() {
        assertThat(zomg.zomg("ps", box, "--", "-o", "comm=", "-p", "1").ok()).isEqualTo("tini");
        assertThat(zomg.zomg("ps", box).ok()).contains("PID").contains("CMD");
        assertThat(zomg.zomg("ps", box, "--", "-p", "999999").exit()).isEqualTo(1);
    }

    private void awaitAnswer(String pid, String part) {
        String answer = "";
        for (int left = TRIES; left > 0 && !answer.contains(part); left--) {
            answer = zomg.call("GET", path(pid), "").body();
        }
        assertThat(answer).contains(part);
    }

    private void awaitLog(String pid, String end) {
        String log = "";
        for (int left = TRIES; left > 0 && !log.endsWith(end); left--) {
            log = zomg.zomg("logs", box, "--pid", pid, "-l", "3").out();
        }
        assertThat(log).endsWith(end);
    }
}
