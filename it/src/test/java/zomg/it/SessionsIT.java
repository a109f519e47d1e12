package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are talked to, through a client that we did not write. */
@ExtendWith(Instance.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionsIT {

    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STATUS = 3;
    private static final int CONTROL = 5;
    private static final int FRAME = 32 * 1024;
    private static final long MIB = 1 << 20;

    private final Instance zomg;
    private String box;

    SessionsIT(Instance zomg) {
        this.zomg = zomg;
    }

    @BeforeAll
    void create() {
        box = zomg.created();
    }

    private Talk start(String... command) throws InterruptedException {
        Talk talk = Talk.open(zomg, Talk.ZOMG, Talk.exec(box, command));
        talk.say(CONTROL, "{\"env\":{\"GREETING\":\"a \\\"b\\\"\"}}");
        assertThat(talk.next().text())
                .matches(
                        "\\{\"session\":\\{\"id\":\"[a-z2-7]{12}\",\"stdin\":0,\"stdout\":0,\"stderr\":0}}");
        return talk;
    }

    @Test
    void a_stock_client_is_answered_at_once() throws InterruptedException {
        try (Talk talk = Talk.open(zomg, Talk.KUBERNETES, Talk.exec(box, "cat"))) {
            talk.say(STDIN, "hi there");
            assertThat(talk.next())
                    .satisfies(frame -> assertThat(frame.channel()).isEqualTo(STDOUT))
                    .satisfies(frame -> assertThat(frame.text()).isEqualTo("hi there"));
            talk.endInput();
            assertThat(talk.status(new ByteArrayOutputStream()))
                    .isEqualTo("{\"metadata\":{},\"status\":\"Success\"}");
        }
    }

    /** As many instances of inotify has a user. */
    @Test
    void there_are_more_at_once_than_there_are_watchers_of_files()
            throws IOException, InterruptedException {
        int watchers =
                Integer.parseInt(
                        Files.readString(Path.of("/proc/sys/fs/inotify/max_user_instances"))
                                .strip());
        assumeThat(watchers).isLessThan(200);
        List<Talk> talks = new ArrayList<>();
        try {
            for (int i = 0; i <= watchers; i++) {
                talks.add(Talk.open(zomg, Talk.KUBERNETES, Talk.exec(box, "cat")));
            }
            for (Talk talk : talks) {
                talk.say(STDIN, "here");
                assertThat(talk.next().text()).isEqualTo("here");
            }
        } finally {
            talks.forEach(Talk::close);
        }
    }

    @ParameterizedTest
    @CsvSource({"exit 1,1", "exit 255,255", "kill -9 $$,137", "kill -TERM $$,143"})
    void the_exit_code_is_told(String script, int code) throws InterruptedException {
        try (Talk talk = start("sh", "-c", script)) {
            assertThat(talk.status(new ByteArrayOutputStream()))
                    .contains("\"reason\":\"NonZeroExitCode\"")
                    .contains("{\"reason\":\"ExitCode\",\"message\":\"%d\"}".formatted(code));
        }
    }

    @Test
    void ten_megabytes_there_and_back_are_the_same() throws InterruptedException {
        byte[] sent = new byte[10_000_000];
        new Random(5).nextBytes(sent);
        try (Talk talk = start("cat")) {
            CompletableFuture<Void> speaking =
                    CompletableFuture.runAsync(
                            () -> {
                                for (int at = 0; at < sent.length; at += FRAME) {
                                    int end = Math.min(sent.length, at + FRAME);
                                    talk.say(STDIN, Arrays.copyOfRange(sent, at, end));
                                }
                                talk.endInput();
                            });
            ByteArrayOutputStream heard = new ByteArrayOutputStream();
            assertThat(talk.status(heard)).contains("Success");
            speaking.join();
            assertThat(heard.toByteArray()).isEqualTo(sent);
        }
    }

    @Test
    void signals_and_variables_arrive() throws InterruptedException {
        try (Talk talk =
                start(
                        "sh",
                        "-c",
                        "trap 'echo \"$GREETING\"; exit 3' USR1; echo up; while :; do :; done")) {
            talk.await(STDOUT, "up\n");
            talk.say(CONTROL, "{\"signal\":\"USR1\"}");
            ByteArrayOutputStream heard = new ByteArrayOutputStream();
            assertThat(talk.status(heard)).contains("\"message\":\"3\"");
            assertThat(heard).hasToString("a \"b\"\n");
        }
    }

    @Test
    void a_command_may_be_longer_than_an_address() throws InterruptedException {
        String script = "true ".repeat(20_000) + "; echo $#";
        try (Talk talk = Talk.open(zomg, Talk.ZOMG, Talk.exec(box))) {
            talk.say(
                    CONTROL,
                    "{\"env\":{},\"command\":[\"sh\",\"-c\",\"%s\",\"sh\",\"a b\",\"c\"]}"
                            .formatted(script));
            talk.next();
            ByteArrayOutputStream heard = new ByteArrayOutputStream();
            assertThat(talk.status(heard)).contains("Success");
            assertThat(heard).hasToString("2\n");
        }
    }

    @Test
    void a_console_is_a_shell_at_a_terminal() throws InterruptedException {
        try (Talk talk =
                Talk.open(
                        zomg, Talk.ZOMG, "/v1/projects/default/boxes/%s/console".formatted(box))) {
            talk.say(CONTROL, "{\"env\":{}}");
            talk.say(4, "{\"Width\":111,\"Height\":33}");
            assertThat(talk.next().channel()).isEqualTo(CONTROL);
            talk.say(STDIN, "stty size; pwd; tty\n");
            assertThat(talk.await(STDOUT, "/dev/pts/"))
                    .contains("33 111\r\n")
                    .contains("/work\r\n");
            talk.say(STDIN, "exit 5\n");
            assertThat(talk.status(new ByteArrayOutputStream())).contains("\"message\":\"5\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Talk.ZOMG, Talk.KUBERNETES})
    void who_is_refused_is_told_in_the_last_frame(String subprotocol) throws InterruptedException {
        try (Talk talk = Talk.open(zomg, subprotocol, Talk.exec("no-such-box", "true"))) {
            if (subprotocol.equals(Talk.ZOMG)) {
                talk.say(CONTROL, "{\"env\":{}}");
            }
            assertThat(talk.next())
                    .satisfies(frame -> assertThat(frame.channel()).isEqualTo(STATUS))
                    .satisfies(
                            frame ->
                                    assertThat(frame.text())
                                            .contains("\"reason\":\"box_not_found\"")
                                            .contains("there is no box no-such-box"));
        }
        try (Talk talk = Talk.open(zomg, subprotocol, Talk.exec(box))) {
            if (subprotocol.equals(Talk.ZOMG)) {
                talk.say(CONTROL, "{\"env\":{}}");
            }
            assertThat(talk.next().text()).contains("\"reason\":\"invalid_request\"");
        }
    }

    @Test
    void what_is_no_frame_ends_the_talk_with_the_reason() throws InterruptedException {
        try (Talk talk = start("sleep", "4714")) {
            talk.say(CONTROL, "{\"signal\":\"NONE\"}");
            assertThat(talk.status(new ByteArrayOutputStream())).contains("signal must be one of");
        }
        awaitEnd("sleep 4714");
    }

    @Test
    void a_stranger_does_not_get_in() {
        assertRefused(401, Map.of("Authorization", "Bearer zomg_wrong"));
        assertRefused(401, Map.of());
        assertRefused(
                403,
                Map.of(
                        "Authorization",
                        "Bearer " + zomg.token(),
                        "Origin",
                        "https://evil.example"));
    }

    @Test
    void a_browser_gets_in_by_a_ticket_once() throws InterruptedException {
        String ticket =
                Instance.json(zomg.call("POST", "/v1/tickets", "").body()).getString("ticket");
        String path = Talk.exec(box, "echo", "hi") + "&ticket=" + ticket;
        try (Talk talk = Talk.open(zomg, Talk.KUBERNETES, path, Map.of(), true)) {
            ByteArrayOutputStream heard = new ByteArrayOutputStream();
            assertThat(talk.status(heard)).contains("Success");
            assertThat(heard).hasToString("hi\n");
        }
        assertThatThrownBy(() -> Talk.open(zomg, Talk.KUBERNETES, path, Map.of(), true))
                .cause()
                .isInstanceOf(WebSocketHandshakeException.class);
    }

    private void assertRefused(int status, Map<String, String> headers) {
        assertThatThrownBy(
                        () ->
                                Talk.open(
                                        zomg,
                                        Talk.KUBERNETES,
                                        Talk.exec(box, "true"),
                                        headers,
                                        true))
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(status));
    }

    @Test
    void the_command_of_a_stock_client_that_went_away_ends() throws InterruptedException {
        String script = "trap '' HUP; echo up; sleep 4713; true";
        try (Talk talk = Talk.open(zomg, Talk.KUBERNETES, Talk.exec(box, "sh", "-c", script))) {
            talk.await(STDOUT, "up\n");
            talk.abort();
        }
        awaitEnd("sleep 4713");
    }

    @Test
    void who_closes_in_order_ends_the_command_and_who_is_lost_does_not()
            throws InterruptedException {
        String id;
        try (Talk talk = Talk.open(zomg, Talk.ZOMG, Talk.exec(box, "sleep", "4715"))) {
            talk.say(CONTROL, "{\"env\":{}}");
            id = Instance.json(talk.next().text()).getJsonObject("session").getString("id");
            talk.abort();
        }
        try (Talk talk = Talk.open(zomg, Talk.ZOMG, Talk.exec(box))) {
            talk.say(CONTROL, "{\"resume\":{\"session\":\"%s\"}}".formatted(id));
            assertThat(talk.next().text()).contains(id);
            talk.bye();
        }
        awaitEnd("sleep 4715");
    }

    @Test
    void a_command_is_come_back_to_by_another() throws InterruptedException {
        String id;
        String script = "echo up; read -r line; echo got $line; exit 9";
        try (Talk talk = Talk.open(zomg, Talk.ZOMG, Talk.exec(box, "sh", "-c", script))) {
            talk.say(CONTROL, "{\"env\":{}}");
            id = Instance.json(talk.next().text()).getJsonObject("session").getString("id");
            talk.await(STDOUT, "up\n");
            talk.abort();
        }
        assertThat(zomg.zomg("sessions", box).ok())
                .containsPattern(id + "\tforeground\trunning\t\\d+\troot\t.*\tsh -c echo up;");

        Shell.Result joined =
                zomg.host(
                        "sh", "-c", "echo hi | %s attach %s %s".formatted(zomg.command(), box, id));

        assertThat(joined).isEqualTo(new Shell.Result(9, "up\ngot hi\n", ""));
        assertThat(zomg.zomg("sessions", box).ok()).contains(id + "\tforeground\tended (9)\t");
        assertThat(zomg.zomg("attach", box, id)).isEqualTo(new Shell.Result(9, "", ""));
    }

    @Test
    void a_command_in_the_background_is_told_of_until_after_its_end() {
        String said =
                zomg.zomg("exec", box, "--bg", "--", "sh", "-c", "sleep 1; echo hi; exit 9").ok();
        String pid = said.substring("pid=".length());

        String running = zomg.zomg("sessions", box).ok();
        assertThat(running).containsPattern("\tbackground\trunning\t" + pid + "\troot\t");
        String ended = running;
        for (int left = 200; left > 0 && !ended.contains("ended (9)\t" + pid); left--) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            ended = zomg.zomg("sessions", box).ok();
        }
        assertThat(ended).contains("\tbackground\tended (9)\t" + pid + "\troot\t");
        assertThat(zomg.zomg("logs", box, "--pid", pid).out()).isEqualTo("hi\n");
        String id =
                ended.lines()
                        .filter(line -> line.contains("(9)\t" + pid))
                        .map(line -> line.substring(0, 12))
                        .findFirst()
                        .orElseThrow();
        assertThat(zomg.zomg("attach", box, id))
                .isEqualTo(
                        new Shell.Result(
                                1,
                                "",
                                "Error: session %s is in the background; see: zomg logs %s --pid %s\n"
                                        .formatted(id, box, pid)));
        try (Talk talk = Talk.open(zomg, Talk.ZOMG, Talk.exec(box))) {
            talk.say(CONTROL, "{\"resume\":{\"session\":\"%s\"}}".formatted(id));
            assertThat(talk.next().text()).contains("\"reason\":\"session_not_found\"");
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void the_latest_client_counts() throws InterruptedException {
        try (Talk first = start("cat");
                Talk second = Talk.open(zomg, Talk.ZOMG, Talk.exec(box))) {
            String id =
                    Instance.json(sessions()).getJsonArray("sessions").stream()
                            .map(JsonValue::asJsonObject)
                            .filter(one -> one.getJsonArray("command").getString(0).equals("cat"))
                            .filter(one -> one.getString("state").equals("running"))
                            .map(one -> one.getString("id"))
                            .findFirst()
                            .orElseThrow();
            second.say(CONTROL, "{\"resume\":{\"session\":\"%s\"}}".formatted(id));
            assertThat(second.next().text()).contains(id);

            assertThat(first.status(new ByteArrayOutputStream())).contains("session_taken_over");
            second.say(STDIN, "to the second");
            assertThat(second.next().text()).isEqualTo("to the second");
            second.endInput();
            assertThat(second.status(new ByteArrayOutputStream())).contains("Success");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"resume\":{\"session\":\"aaaaaaaaaaaa\"}}',session_not_found",
        "'{\"resume\":{\"session\":\"../x\"}}',invalid_request",
        "'{\"resume\":{\"session\":\"aaaaaaaaaaaa\",\"from\":{\"stdout\":-1,\"stderr\":0}}}',invalid_request",
        "'{\"resume\":7}',invalid_request"
    })
    void what_cannot_be_come_back_to_is_refused(String wish, String reason)
            throws InterruptedException {
        try (Talk talk = Talk.open(zomg, Talk.ZOMG, Talk.exec(box))) {
            talk.say(CONTROL, wish);
            assertThat(talk.next().text()).contains("\"reason\":\"%s\"".formatted(reason));
        }
    }

    private String sessions() {
        return zomg.call("GET", "/v1/projects/default/boxes/%s/sessions".formatted(box), "").body();
    }

    @Test
    void a_client_that_reads_nothing_makes_the_command_wait() throws IOException {
        long before = rss();
        Map<String, String> headers = Map.of("Authorization", "Bearer " + zomg.token());
        try (Talk talk = Talk.open(zomg, Talk.KUBERNETES, Talk.exec(box, "yes"), headers, false)) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
            assertThat(rss() - before).isLessThan(32 * MIB);
            talk.abort();
        }
        awaitEnd("yes");
    }

    private long rss() throws IOException {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(zomg.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(kib -> Long.parseLong(kib) * 1024)
                    .sum();
        }
    }

    private void awaitEnd(String command) {
        String all = commands();
        for (int left = 200; left > 0 && all.contains(command + " \n"); left--) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            all = commands();
        }
        assertThat(all).doesNotContain(command + " \n");
    }

    private String commands() {
        return zomg.zomg(
                        "exec",
                        box,
                        "--sh",
                        "--",
                        "for one in /proc/[0-9]*; do tr '\\0' ' ' <$one/cmdline 2>/dev/null; echo; done")
                .ok();
    }
}
