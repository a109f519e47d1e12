package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happened can be found out afterwards, and followed while it happens. */
@ExtendWith(Instance.Shared.class)
class JournalIT {

    private static final String BOXES = "/v1/projects/default/boxes";

    private static final List<String> CAUSES =
            List.of("createBox", "updateBox", "stopBox", "resumeBox", "deleteBox");

    private final Instance zomg;

    JournalIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void the_audit_tells_of_every_change_who_asked_for_it_and_in_which_request() {
        String name = Instance.name();
        String fork = Instance.name();
        String path = BOXES + "/" + name;
        asked("create", "POST", BOXES, "{\"name\":\"%s\"}".formatted(name));
        asked("update", "PUT", path, "{\"tags\":{\"tier\":\"front\"}}");
        asked("stop", "POST", path + "/stop", "");
        asked("resume", "POST", path + "/resume", "");
        asked("fork", "POST", BOXES, "{\"name\":\"%s\",\"fork\":\"%s\"}".formatted(fork, name));
        asked("delete", "DELETE", path + "?force=true", "");
        zomg.zomg("delete", "-f", fork).ok();

        assertThat(audit(name))
                .containsExactly(
                        "box.creating by create",
                        "box.running by create",
                        "box.updated by update",
                        "box.stopping by stop",
                        "box.stopped by stop",
                        "box.resuming by resume",
                        "box.running by resume",
                        "box.deleting by delete",
                        "box.deleted by delete");
        assertThat(audit(fork))
                .startsWith("box.creating by fork", "box.running by fork")
                .hasSize(4);
        assertThat(zomg.zomg("audit", "--box", name).ok()).contains("box.resuming", "resume");
        assertThat(zomg.zomg("events", "--box", name).ok()).contains("box.deleted", "(delete)");
    }

    /** Kinds and request ids, the oldest first. */
    private List<String> audit(String box) {
        List<JsonObject> entries =
                Instance.json(zomg.call("GET", "/v1/audit?box=" + box, "").body())
                        .getJsonArray("entries")
                        .getValuesAs(JsonObject.class)
                        .reversed();
        assertThat(entries)
                .allSatisfy(
                        entry -> {
                            assertThat(entry.getString("cause")).isIn(CAUSES);
                            assertThat(entry.getString("actor")).isNotBlank();
                        });
        return entries.stream()
                // On a slow machine a change may have become an operation.
                .filter(entry -> entry.getString("kind").startsWith("box."))
                .map(
                        entry ->
                                "%s by %s"
                                        .formatted(
                                                entry.getString("kind"),
                                                entry.getString("request_id")))
                .toList();
    }

    @Test
    void an_entry_that_somebody_changed_beside_zomg_is_found_by_the_doctor() {
        String name = zomg.created();
        long entry =
                Instance.json(zomg.call("GET", "/v1/audit?box=" + name, "").body())
                        .getJsonArray("entries")
                        .getJsonObject(0)
                        .getJsonNumber("id")
                        .longValue();
        assertThat(zomg.zomg("doctor").out()).contains("ok   journal");

        String honest = change(entry, "actor", "'somebody else'");
        try {
            Shell.Result doctor = zomg.zomg("doctor");

            assertThat(doctor.exit()).isEqualTo(4);
            assertThat(doctor.out())
                    .contains(
                            "BAD  journal      entry %d is not as it was written".formatted(entry));
        } finally {
            change(entry, "actor", "'%s'".formatted(honest));
        }
        assertThat(zomg.zomg("doctor").out()).contains("ok   journal");
        zomg.zomg("delete", "-f", name).ok();
    }

    /**
     * As somebody does who has the disk; the server is down meanwhile.
     *
     * @return what was there before
     */
    private String change(long entry, String column, String value) {
        zomg.zomg("down", "--keep-boxes").ok();
        String before =
                sql(
                        "select concat('<', %s, '>') as was from journal where id = %d"
                                .formatted(column, entry));
        sql("update journal set %s = %s where id = %d".formatted(column, value, entry));
        zomg.up().ok();
        return before.substring(before.lastIndexOf('<') + 1, before.lastIndexOf('>'));
    }

    private String sql(String statement) {
        return zomg.host(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        zomg.installation()
                                .resolve("wlp/usr/shared/resources/h2/h2.jar")
                                .toString(),
                        "org.h2.tools.Shell",
                        "-url",
                        "jdbc:h2:file:%s/db/zomg;IFEXISTS=TRUE".formatted(zomg.state()),
                        "-user",
                        "zomg",
                        "-password",
                        "",
                        "-sql",
                        statement)
                .ok();
    }

    private void asked(String id, String method, String path, String body) {
        HttpResponse<String> answer =
                zomg.send(
                        zomg.request(method, path, body)
                                .header("Authorization", "Bearer " + zomg.token())
                                .header("X-Request-Id", id));

        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }

    @Test
    void events_come_while_they_happen_and_go_on_after_the_last_one()
            throws IOException, InterruptedException {
        String first = zomg.created();
        try (BufferedReader events = follow("after", "0")) {
            assertThat(next(events, first, "box.running").getString("actor")).isNotBlank();
        }
        String second;
        long last;
        try (BufferedReader events = follow("box", first)) {
            long start = System.nanoTime();
            asked("s", "POST", BOXES + "/" + first + "/stop", "");
            last = next(events, first, "box.stopped").getJsonNumber("id").longValue();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofMinutes(1));
            second = zomg.created();
        }

        try (BufferedReader events = follow("after", Long.toString(last))) {
            JsonObject entry = next(events, second, "box.creating");

            assertThat(entry.getJsonNumber("id").longValue()).isGreaterThan(last);
        }
        zomg.zomg("delete", "-f", first, second).ok();
    }

    private BufferedReader follow(String parameter, String value)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "%s/v1/events?%s=%s"
                                                .formatted(zomg.url(), parameter, value)))
                        .header("Authorization", "Bearer " + zomg.token())
                        .build();
        HttpResponse<InputStream> answer =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/event-stream");
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    private static JsonObject next(BufferedReader events, String box, String kind)
            throws IOException {
        String line = events.readLine();
        while (line != null) {
            if (line.startsWith("data: ")) {
                JsonObject entry = Instance.json(line.substring("data: ".length()));
                if (entry.getString("kind").equals(kind)
                        && entry.getString("box", "").equals(box)) {
                    return entry;
                }
            }
            line = events.readLine();
        }
        throw new AssertionError("the stream ended");
    }
}
