package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Limits of disks in hardened boxes whose root tries to get past them, and what disks cost. */
@ExtendWith(Instance.Shared.class)
class QuotaIT {

    private static final String FULL = "EDQUOT";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** A program for a box: says what became of each of its arguments, in lines. */
    private static final String PROGRAM =
            """
            import ctypes, errno, fcntl, os, struct, sys

            def subvolume(path):
                name = os.path.basename(path).encode()
                with Directory(path) as top:
                    fcntl.ioctl(top, 0x5000940e, bytearray(struct.pack('q4088s', 0, name)))

            def escape(request, path):
                empty = ctypes.create_string_buffer(72)
                name = os.path.basename(path).encode()
                with Directory(path) as top:
                    fcntl.ioctl(top, request, bytearray(struct.pack('qQQQQ16x4040s',
                        top, 0, 1 << 2, 72, ctypes.addressof(empty), name)))

            def allocate(path, mebibytes):
                with open(path, 'wb') as file:
                    os.posix_fallocate(file.fileno(), 0, int(mebibytes) << 20)

            def write(path, mebibytes):
                with open(path, 'wb', buffering=0) as file:
                    for _ in range(int(mebibytes)):
                        file.write(os.urandom(1 << 20))
                        os.fsync(file.fileno())

            class Directory:
                def __init__(self, path): self.path = os.path.dirname(path)
                def __enter__(self):
                    self.top = os.open(self.path, os.O_RDONLY)
                    return self.top
                def __exit__(self, *_): os.close(self.top)

            for step in sys.argv[1:]:
                what, path, *more = step.split(':')
                try:
                    {'subvolume': subvolume, 'allocate': allocate, 'write': write,
                     'create_v2': lambda at: escape(0x50009418, at),
                     'snapshot_v2': lambda at: escape(0x50009417, at)}[what](path, *more)
                    print('ok')
                except OSError as failure:
                    print(errno.errorcode[failure.errno])
            """;

    private final Instance zomg;
    private final List<String> boxes = new ArrayList<>();

    QuotaIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void root_nests_subvolumes_and_cannot_write_past_the_quota_in_any_of_them() {
        String box = created("--storage", "1G");

        assertThat(
                        steps(
                                box,
                                "subvolume:/root/nested",
                                "subvolume:/root/nested/deep",
                                "subvolume:/tmp/nested",
                                "allocate:/root/nested/deep/much:500",
                                "allocate:/tmp/much:400"))
                .isEqualTo("ok ok ok ok ok");
        assertThat(
                        steps(
                                box,
                                "allocate:/root/more:200",
                                "allocate:/root/nested/more:200",
                                "allocate:/root/nested/deep/more:200",
                                "allocate:/tmp/more:200",
                                "allocate:/tmp/nested/more:200",
                                "write:/root/nested/rest:200"))
                .isEqualTo(String.join(" ", FULL, FULL, FULL, FULL, FULL, FULL));
    }

    @Test
    void the_calls_that_leave_the_quota_are_denied() {
        String box = created("--storage", "1G");

        assertThat(
                        steps(
                                box,
                                "create_v2:/root/free",
                                "snapshot_v2:/root/free",
                                "create_v2:/tmp/free",
                                "snapshot_v2:/tmp/free"))
                .isEqualTo("EPERM EPERM EPERM EPERM");
        assertThat(zomg.zomg("exec", box, "--", "ls", "/root", "/tmp").ok()).doesNotContain("free");
    }

    @Test
    void a_fork_has_the_same_limit_and_counts_only_what_it_writes_itself() {
        String source = created("--storage", "1G");
        assertThat(steps(source, "subvolume:/root/nested", "allocate:/root/nested/much:600"))
                .isEqualTo("ok ok");

        String fork = created("--fork", source);

        assertThat(
                        steps(
                                fork,
                                "allocate:/root/nested/own:700",
                                "allocate:/root/nested/more:400",
                                "allocate:/root/more:400",
                                "allocate:/tmp/more:400",
                                "create_v2:/root/nested/free"))
                .isEqualTo(String.join(" ", "ok", FULL, FULL, FULL, "EPERM"));
    }

    @Test
    void a_box_that_went_back_to_a_snapshot_has_its_limit_still() {
        String box = created("--storage", "1G");
        assertThat(steps(box, "allocate:/root/kept:500")).isEqualTo("ok");
        zomg.zomg("snapshot", "create", box, "kept").ok();
        assertThat(steps(box, "allocate:/root/later:400")).isEqualTo("ok");

        zomg.zomg("snapshot", "restore", box, "kept", "--no-safety").ok();

        eventually(
                () ->
                        assertThat(steps(box, "allocate:/root/again:400"))
                                .as("what the replaced root had")
                                .isEqualTo("ok"));
        assertThat(
                        steps(
                                box,
                                "allocate:/root/more:300",
                                "subvolume:/root/n",
                                "allocate:/root/n/x:300"))
                .isEqualTo(String.join(" ", FULL, "ok", FULL));
    }

    @Test
    void a_data_volume_has_a_limit_of_its_own_that_copies_and_restores_keep() {
        String volume = Instance.name();
        zomg.zomg("data", "create", volume, "--storage", "1G").ok();
        String box = created("-d", volume + "=/srv/data", "--storage", "1G");

        assertThat(
                        steps(
                                box,
                                "allocate:/root/much:900",
                                "subvolume:/srv/data/nested",
                                "allocate:/srv/data/nested/much:700",
                                "allocate:/srv/data/more:400",
                                "create_v2:/srv/data/free",
                                "snapshot_v2:/srv/data/free"))
                .isEqualTo(String.join(" ", "ok", "ok", "ok", FULL, "EPERM", "EPERM"));
        String fork = created("--fork", box);
        assertThat(steps(fork, "allocate:/srv/data/own:700", "allocate:/srv/data/more:400"))
                .isEqualTo("ok " + FULL);

        zomg.zomg("data", "snapshot", "create", volume, "full").ok();
        zomg.zomg("stop", box).ok();
        zomg.zomg("data", "snapshot", "restore", volume, "full").ok();
        zomg.zomg("resume", box).ok();
        assertThat(steps(box, "allocate:/srv/data/nested/more:400", "allocate:/srv/data/x:400"))
                .isEqualTo(FULL + " " + FULL);
        zomg.zomg("data", "update", volume, "--storage", "2G").ok();
        assertThat(steps(box, "allocate:/srv/data/nested/more:400")).isEqualTo("ok");
        zomg.zomg("delete", "-f", box, fork).ok();
        zomg.zomg("data", "delete", volume).ok();
    }

    @Test
    void a_box_tells_what_it_costs_and_who_has_what_counts_for_it() {
        String box = created("--storage", "2G");
        assertThat(steps(box, "write:/root/file:20")).isEqualTo("ok");
        String fork = created("--fork", box);
        assertThat(steps(box, "write:/root/own:10")).isEqualTo("ok");

        assertThat(zomg.zomg("du", box).ok())
                .containsPattern("own:\\s+3\\dM of 2G")
                .containsPattern("frees:\\s+1\\dM")
                .containsPattern("held_by:\\s+2\\dM box default:" + fork);
        JsonObject usage = Instance.json(zomg.zomg("du", box, "-j").ok());
        assertThat(usage.getJsonNumber("shared_bytes").longValue())
                .as("its base, too")
                .isGreaterThan(20 << 20);
        assertThat(Instance.json(zomg.zomg("du", fork, "-j").ok()).getJsonArray("holders"))
                .isEmpty();

        zomg.zomg("delete", "-f", fork).ok();
        assertThat(zomg.zomg("du", box).ok())
                .containsPattern("frees:\\s+3\\dM")
                .doesNotContain("held_by");
        assertThat(zomg.zomg("show", box).ok()).containsPattern("frees:\\s+3\\dM");
    }

    @Test
    void a_measurement_goes_on_as_an_operation_when_nobody_waits() {
        created();
        String volume = Instance.name();
        zomg.zomg("data", "create", volume).ok();
        String path = "/v1/projects/default/data/%s/usage".formatted(volume);
        JsonObject before = Instance.json(zomg.call("GET", path, "").body());
        assertThat(before).containsKey("own_bytes").doesNotContainKey("measured_at");

        HttpResponse<String> answer =
                zomg.send(
                        zomg.request("POST", path, "")
                                .header("Authorization", "Bearer " + zomg.token())
                                .header("Prefer", "wait=0"));

        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202);
        eventually(
                () ->
                        assertThat(Instance.json(zomg.call("GET", path, "").body()))
                                .containsKeys("measured_at", "frees_bytes", "holders"));
        assertThat(zomg.zomg("data", "du", volume).ok()).contains("frees:");
        assertThat(zomg.call("POST", "/v1/projects/default/data/no-such/usage", "").statusCode())
                .isEqualTo(404);
        assertThat(zomg.call("POST", "/v1/projects/default/boxes/no-such/usage", "").statusCode())
                .isEqualTo(404);
        zomg.zomg("data", "delete", volume).ok();
    }

    private String created(String... options) {
        String box = zomg.created(options);
        boxes.add(box);
        return box;
    }

    /** All of them would not fit into the pool. */
    @AfterEach
    void deleteBoxes() {
        List<String> command = new ArrayList<>(List.of("delete", "-f", "--reclaim"));
        command.addAll(boxes);
        zomg.zomg(command.toArray(String[]::new)).ok();
    }

    /** btrfs gives back what was deleted some time later. */
    private static void eventually(Runnable assertion) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError not) {
                if (Instant.now().isAfter(deadline)) {
                    throw not;
                }
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
    }

    /** What became of each, in one line. */
    private String steps(String box, String... steps) {
        String[] command = new String[steps.length + 6];
        System.arraycopy(
                new String[] {"exec", box, "--", "python3", "-c", PROGRAM}, 0, command, 0, 6);
        System.arraycopy(steps, 0, command, 6, steps.length);
        return zomg.zomg(command).ok().strip().replace('\n', ' ');
    }
}
