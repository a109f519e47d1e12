package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Data volumes over HTTP, and what becomes of them when the server dies. */
@ExtendWith(Instance.Shared.class)
class DataVolumesIT {

    private static final String DATA = "/v1/projects/default/data";
    private static final String BOXES = "/v1/projects/default/boxes";

    private final Instance zomg;

    DataVolumesIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void a_volume_lives_its_life_over_http() {
        String volume = made();
        String path = DATA + "/" + volume;
        String box = createdWith(volume, "/srv/data/");

        JsonObject shown = Instance.json(zomg.call("GET", path, "").body());
        assertThat(shown.getString("status")).isEqualTo("ready");
        JsonObject use = shown.getJsonArray("attached_to").getJsonObject(0);
        assertThat(use.getString("box")).isEqualTo(box);
        assertThat(use.getString("path")).isEqualTo("/srv/data");
        assertProblem(zomg.call("DELETE", path, ""), 409, "volume_in_use");
        assertProblem(
                zomg.call(
                        "POST",
                        path + "/attach",
                        "{\"box\":\"%s\",\"path\":\"/x\"}".formatted(box)),
                409,
                "volume_attached");
        assertThat(
                        zomg.call("POST", path + "/snapshots", "{\"description\":\"one\"}")
                                .headers()
                                .firstValue("Location"))
                .hasValueSatisfying(
                        location -> assertThat(location).endsWith(path + "/snapshots/v0"));
        assertProblem(
                zomg.call("POST", path + "/snapshots", "{\"name\":\"v0\"}"),
                409,
                "snapshot_exists");
        assertProblem(zomg.call("POST", path + "/snapshots/v0/restore", ""), 409, "volume_in_use");
        assertProblem(
                zomg.call("POST", path + "/snapshots/v9/restore", ""), 404, "snapshot_not_found");
        HttpResponse<String> detached =
                zomg.call("POST", path + "/detach", "{\"box\":\"%s\"}".formatted(box));
        assertThat(detached.statusCode()).as(detached.body()).isEqualTo(200);
        assertThat(Instance.json(detached.body())).doesNotContainKey("data_mounts");
        assertThat(zomg.call("POST", path + "/snapshots/v0/restore", "").statusCode())
                .isEqualTo(200);
        assertThat(zomg.call("DELETE", path, "").statusCode()).isEqualTo(200);
        assertThat(zomg.call("DELETE", path, "").statusCode()).isEqualTo(200);
        assertProblem(zomg.call("GET", path, ""), 404, "volume_not_found");
    }

    @Test
    void every_bad_field_is_named_at_once() {
        JsonObject problem =
                assertProblem(
                        zomg.call(
                                "POST",
                                BOXES,
                                """
                                {"name":"%s","data_mounts":[{"name":"Bad_Name","path":"/etc/x"},
                                 {"name":"ok","path":"relative","read_only":"yes","mode":1}]}
                                """
                                        .formatted(Instance.name())),
                        400,
                        "invalid_request");

        List<String> fields =
                problem.getJsonArray("errors").getValuesAs(JsonObject.class).stream()
                        .map(error -> error.getString("field"))
                        .toList();
        assertThat(fields)
                .anyMatch(field -> field.startsWith("data_mounts") && field.endsWith("name"))
                .anyMatch(field -> field.startsWith("data_mounts") && field.endsWith("path"))
                .anyMatch(field -> field.endsWith("read_only"))
                .anyMatch(field -> field.endsWith("mode"));
    }

    @Test
    void bad_requests_are_refused_and_name_what_is_wrong() {
        String volume = made();
        String box = zomg.created();

        assertProblem(zomg.call("POST", DATA, "{\"name\":\"Bad\"}"), 400, "invalid_name");
        assertProblem(
                zomg.call("POST", DATA, "{\"name\":\"a\",\"from\":\"no\"}"),
                404,
                "volume_not_found");
        assertProblem(
                zomg.call("POST", DATA, "{\"name\":\"a\",\"from_snapshot\":\"v0\"}"),
                400,
                "invalid_request");
        assertProblem(
                zomg.call("POST", DATA, "{\"name\":\"%s\"}".formatted(volume)),
                409,
                "volume_exists");
        assertProblem(zomg.call("GET", DATA + "/Bad", ""), 400, "invalid_name");
        assertProblem(
                zomg.call("GET", DATA + "?continuation_token=xx", ""), 400, "invalid_request");
        for (String path : List.of("/", "/proc/x", "/home", "/a/../b", "")) {
            assertProblem(
                    zomg.call(
                            "POST",
                            "%s/%s/attach".formatted(DATA, volume),
                            "{\"box\":\"%s\",\"path\":\"%s\"}".formatted(box, path)),
                    400,
                    "invalid_request");
        }
        assertProblem(
                zomg.call(
                        "POST",
                        "%s/%s/attach".formatted(DATA, volume),
                        "{\"box\":\"nobody\",\"path\":\"/x\"}"),
                404,
                "box_not_found");
    }

    @Test
    void a_create_that_is_sent_again_is_done_once() {
        String volume = Instance.name();

        for (int time = 0; time < 2; time++) {
            HttpResponse<String> created =
                    zomg.send(
                            request(DATA, "{\"name\":\"%s\"}".formatted(volume))
                                    .header("Idempotency-Key", "make-" + volume));
            assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        }
    }

    /** As if the server had died between the record and the mount, and the other way round. */
    @Test
    void what_was_left_between_record_and_mount_is_mended() {
        String volume = made();
        String box = createdWith(volume, "/srv/data");
        String pid = initOf(box);
        zomg.zomg("exec", box, "--", "umount", "/srv/data").ok();

        assertThat(zomg.zomg("doctor").exit()).isEqualTo(1);
        zomg.zomg("doctor", "--repair");

        zomg.zomg("exec", box, "--", "grep", " /srv/data ", "/proc/self/mountinfo").ok();
        assertThat(initOf(box)).isEqualTo(pid);
    }

    @Test
    void boxes_keep_their_volumes_when_the_server_is_killed() {
        String volume = made();
        String box = createdWith(volume, "/srv/data");
        zomg.host("kill", "-9", Long.toString(zomg.pid())).ok();

        zomg.up().ok();

        zomg.zomg("exec", box, "--", "touch", "/srv/data/file").ok();
        assertThat(zomg.zomg("doctor").exit()).isZero();
        zomg.zomg("data", "detach", box, volume).ok();
        zomg.zomg("data", "delete", volume).ok();
    }

    private String initOf(String box) {
        String id = Instance.json(zomg.call("GET", BOXES + "/" + box, "").body()).getString("id");
        Path init = zomg.run().resolve("boxes").resolve(id).resolve("init");
        try {
            return Files.readString(init).split(" ", -1)[0];
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String made() {
        String volume = Instance.name();
        HttpResponse<String> made = zomg.call("POST", DATA, "{\"name\":\"%s\"}".formatted(volume));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return volume;
    }

    private String createdWith(String volume, String path) {
        return zomg.created("-d", "%s=%s".formatted(volume, path));
    }

    private HttpRequest.Builder request(String path, String body) {
        return zomg.request("POST", path, body).header("Authorization", "Bearer " + zomg.token());
    }

    private static JsonObject assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonObject problem = Instance.json(answer.body());
        assertThat(problem.getString("code")).as(answer.body()).isEqualTo(code);
        return problem;
    }
}
