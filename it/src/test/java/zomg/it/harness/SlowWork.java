package zomg.it.harness;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import zomg.it.harness.Client.Answer;

/**
 * What is under way when a server is told to end, besides the load: a command, and a stop of a box
 * that does not hear TERM, which was answered with an operation.
 */
final class SlowWork {

    private static final String BOXES = "/v1/projects/" + Worker.PROJECT + "/boxes";

    /** The children of a shell that ignores a signal ignore it. */
    private static final String DEAF = "trap '' TERM; sleep 3600";

    private final String commanded;
    private final String stopped;
    private final String request;
    private final Duration time;
    private final boolean endsInTime;
    private CompletableFuture<Answer> command;
    private String operation;

    /**
     * @param time that either takes
     * @param endsInTime whether the server is to wait so long
     */
    SlowWork(int number, Duration time, boolean endsInTime) {
        this.commanded = "slow-command-" + number;
        this.stopped = "slow-stop-" + number;
        this.request = "slow-stop-request-" + number;
        this.time = time;
        this.endsInTime = endsInTime;
    }

    void begin(Client client) throws IOException {
        make(client, commanded);
        make(client, stopped);
        exec(client, stopped, DEAF, ",\"no_hup\":true");
        command =
                CompletableFuture.supplyAsync(
                        () ->
                                answer(
                                        client,
                                        "touch /root/begun; sleep " + time.toSeconds(),
                                        ",\"timeout\":3600"));
        exec(client, commanded, "until [ -e /root/begun ]; do sleep 0.05; done", "");
        Answer accepted =
                client.callWith(
                        "POST",
                        path(stopped) + "/stop",
                        "",
                        "Prefer",
                        "wait=0",
                        "X-Request-Id",
                        request);
        operation = require(202, accepted).json().getString("id");
    }

    private void make(Client client, String name) throws IOException {
        String body =
                "{\"name\":\"%s\",\"termination_grace_period_seconds\":%d}"
                        .formatted(name, time.toSeconds());
        require(201, client.call("POST", BOXES, body));
    }

    private Answer answer(Client client, String script, String options) {
        try {
            return exec(client, commanded, script, options);
        } catch (IOException gone) {
            return new Answer(0, gone.toString(), Optional.empty());
        }
    }

    private static Answer exec(Client client, String name, String script, String options)
            throws IOException {
        String body = "{\"command\":[\"sh\",\"-c\",\"%s\"]%s}".formatted(script, options);
        return require(200, client.call("POST", path(name) + "/exec", body));
    }

    private static Answer require(int status, Answer answer) throws IOException {
        if (answer.status() != status) {
            throw new IOException("slow work cannot begin: " + answer);
        }
        return answer;
    }

    /**
     * Compares what came of it, and deletes its boxes.
     *
     * @param client of the next server
     * @param deleted gets their ids
     */
    List<String> settle(Client client, Set<String> deleted) throws IOException {
        List<String> wrong = new ArrayList<>();
        Answer last = ended(command);
        if (endsInTime && (last.status() != 200 || last.json().getInt("exit_code") != 0)) {
            wrong.add("a command that ends in time was not waited for: " + last);
        }
        JsonObject now = client.get("/v1/operations/" + operation);
        if (!now.getString("state").equals("succeeded")) {
            wrong.add("the stop that was accepted is " + now);
        }
        String status = client.get(path(stopped)).getString("status");
        if (!status.equals("stopped")) {
            wrong.add("the box whose stop was accepted is " + status);
        }
        if (endsInTime && !wasStoppedBy(client, request)) {
            wrong.add("the stop was not waited for, but finished by the next server");
        }
        for (String name : List.of(commanded, stopped)) {
            deleted.add(client.get(path(name)).getString("id"));
            require(200, client.call("DELETE", path(name) + "?force=true", ""));
        }
        return wrong;
    }

    private static Answer ended(CompletableFuture<Answer> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            throw new IOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private boolean wasStoppedBy(Client client, String id) throws IOException {
        return client
                .get("/v1/audit?box=" + stopped)
                .getJsonArray("entries")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(entry -> entry.getString("kind").equals("box.stopped"))
                .anyMatch(entry -> entry.getString("request_id", "").equals(id));
    }

    private static String path(String name) {
        return BOXES + "/" + name;
    }
}
