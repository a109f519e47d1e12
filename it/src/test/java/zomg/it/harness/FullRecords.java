package zomg.it.harness;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import zomg.it.Instance;

/** Fills the file system of the records to the last byte, and makes room again. */
public final class FullRecords {

    private static final String BOXES = "/v1/projects/default/boxes";
    private static final Duration SOON = Duration.ofSeconds(30);

    /** H2 needs new blocks of its file after some changes, not at once. */
    private static final int ENOUGH = 500;

    private final Instance instance;
    private final Server server;
    private final PowerCut disks;
    private final Path filler;
    private final List<String> wrong = new ArrayList<>();

    public FullRecords(Instance instance) throws IOException {
        this.instance = instance;
        this.server = Server.of(instance);
        this.disks = new PowerCut(instance);
        this.filler = instance.state().resolve("db/filler");
    }

    /**
     * @return what is wrong
     */
    public List<String> run() throws IOException {
        server.kill();
        disks.giveRecordsADisk();
        server.start();
        try (Client client = server.client()) {
            fillAndEmpty(client);
        } finally {
            Files.deleteIfExists(filler);
            server.kill();
            disks.takeTheDiskAway();
            server.start();
        }
        return List.copyOf(wrong);
    }

    private void fillAndEmpty(Client client) throws IOException {
        String box = BOXES + "/records";
        long pid = server.pid();
        expect(client, 201, "POST", BOXES, "{\"name\":\"records\"}");
        expect(client, 201, "POST", BOXES, "{\"name\":\"stopped\"}");
        expect(client, 200, "POST", BOXES + "/stopped/stop", "");
        instance.host("dd", "if=/dev/zero", "of=" + filler, "bs=1M");
        instance.host("dd", "if=/dev/zero", "of=" + filler + ".rest", "bs=512");

        int changes = changesUntilRefused(client, box);

        refused(client, "PUT", box, "{\"tags\":{\"change\":\"late\"}}");
        refused(client, "POST", BOXES, "{\"name\":\"never\"}");
        refused(client, "POST", box + "/stop", "");
        refused(client, "DELETE", BOXES + "/stopped", "");
        refused(client, "POST", BOXES + "/stopped/resume", "");
        for (String route :
                List.of(
                        BOXES,
                        "/v1/projects",
                        "/v1/operations",
                        "/v1/audit",
                        "/v1/setup",
                        "/v1/doctor",
                        "/v1/metrics",
                        "/health/live")) {
            expect(client, 200, "GET", route, "");
        }
        expect(client, 404, "GET", BOXES + "/never", "");
        requireLast(changes, expect(client, 200, "GET", box, ""));
        contains("the box", expect(client, 200, "GET", box, ""), "\"status\":\"running\"");
        contains(
                "the other",
                expect(client, 200, "GET", BOXES + "/stopped", ""),
                "\"status\":\"stopped\"");
        contains(
                "exec",
                expect(client, 200, "POST", box + "/exec", "{\"command\":[\"echo\",\"alive\"]}"),
                "alive");
        contains(
                "ready",
                expect(client, 503, "GET", "/health/ready", ""),
                "the disk of the records is full");

        Files.delete(filler);
        Files.deleteIfExists(filler.resolveSibling("filler.rest"));
        awaitChange(client, box);
        expect(client, 200, "GET", "/health/ready", "");
        expect(client, 201, "POST", BOXES, "{\"name\":\"never\"}");
        for (String name : List.of("records", "stopped", "never")) {
            expect(client, 200, "DELETE", BOXES + "/" + name + "?force=true", "");
        }
        contains("doctor", expect(client, 200, "GET", "/v1/doctor", ""), "\"findings\":[]");
        if (server.pid() != pid || !ProcessHandle.of(pid).orElseThrow().isAlive()) {
            wrong.add("the server was started again");
        }
    }

    /** How many were acknowledged. */
    private int changesUntilRefused(Client client, String box) throws IOException {
        for (int number = 0; number < ENOUGH; number++) {
            Client.Answer answer =
                    client.call("PUT", box, "{\"tags\":{\"change\":\"%d\"}}".formatted(number));
            if (answer.status() != 200) {
                isRefusal("PUT", answer);
                return number;
            }
        }
        wrong.add("the file system of the records does not fill");
        return 0;
    }

    /** The last change that was acknowledged, or the one after it, of which nobody was told. */
    private void requireLast(int changes, String box) {
        if (changes > 0
                && !box.contains("\"change\":\"%d\"".formatted(changes - 1))
                && !box.contains("\"change\":\"%d\"".formatted(changes))) {
            wrong.add("after %d changes the box says %s".formatted(changes, box));
        }
    }

    private void awaitChange(Client client, String box) throws IOException {
        long deadline = System.nanoTime() + SOON.toNanos();
        String change = "{\"tags\":{\"change\":\"late\"}}";
        while (client.call("PUT", box, change).status() != 200 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        contains("the change", expect(client, 200, "GET", box, ""), "\"change\":\"late\"");
    }

    private void refused(Client client, String method, String path, String body)
            throws IOException {
        isRefusal(method + " " + path, client.call(method, path, body));
    }

    private void isRefusal(String what, Client.Answer answer) {
        if (answer.status() != 507) {
            wrong.add("%s: status %d: %s".formatted(what, answer.status(), answer.body()));
            return;
        }
        JsonObject problem = answer.json();
        if (!problem.getString("code").equals("insufficient_storage")
                || !problem.getString("detail").contains("the disk of the records is full")) {
            wrong.add("%s: %s".formatted(what, problem));
        }
    }

    private String expect(Client client, int status, String method, String path, String body)
            throws IOException {
        Client.Answer answer = client.call(method, path, body);
        if (answer.status() != status) {
            wrong.add(
                    "%s %s: status %d, not %d: %s"
                            .formatted(method, path, answer.status(), status, answer.body()));
        }
        return answer.body();
    }

    private void contains(String what, String text, String part) {
        if (!text.contains(part)) {
            wrong.add("%s says %s and not %s".formatted(what, text, part));
        }
    }
}
