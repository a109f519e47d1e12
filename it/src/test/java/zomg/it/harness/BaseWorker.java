package zomg.it.harness;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import zomg.it.harness.Client.Answer;

/**
 * One client that builds and saves bases under one alias, starts boxes from it, and deletes all of
 * it, so that boxes are made from what is being deleted.
 */
final class BaseWorker {

    private static final String ALIAS = "torture";
    private static final String BOX = "of-base";
    private static final String BASES = "/v1/projects/" + Worker.PROJECT + "/bases";
    private static final String BOXES = "/v1/projects/" + Worker.PROJECT + "/boxes";

    /** Of work that takes longer than others wait. */
    private static final String[] PATIENT = {"Prefer", "wait=30"};

    private final Random random;

    /** Versions that were made, and that nobody wanted to delete since. */
    private final Set<String> made = new HashSet<>();

    /** Versions whose delete was answered. */
    private final Set<String> deleted = new HashSet<>();

    private final List<String> violations = new ArrayList<>();
    private int builds;

    BaseWorker(long seed) {
        this.random = new Random(seed);
    }

    /** Works until {@code over}, or until the server is gone. */
    void work(Client client, BooleanSupplier over) {
        try {
            while (!over.getAsBoolean()) {
                step(client);
            }
        } catch (IOException gone) {
            // What was asked for last is there wholly or not at all.
        }
    }

    private void step(Client client) throws IOException {
        int dice = random.nextInt(100);
        if (dice < 25) {
            builds++;
            make(client, "\"script\":\"echo %d >/root/made\"".formatted(builds));
        } else if (dice < 45) {
            make(client, "\"box\":\"%s\"".formatted(BOX));
        } else if (dice < 65) {
            String body = "{\"name\":\"%s\",\"base\":\"%s\"}".formatted(BOX, ALIAS);
            isExpected(client.callWith("POST", BOXES, body, PATIENT), 201, 404, 409);
        } else if (dice < 85) {
            isExpected(client.call("DELETE", BOXES + "/" + BOX + "?force=true", ""), 200);
        } else {
            delete(client);
        }
    }

    private void make(Client client, String of) throws IOException {
        String body = "{\"name\":\"%s\",%s}".formatted(ALIAS, of);
        Answer answer = client.callWith("POST", BASES, body, PATIENT);
        if (isExpected(answer, 201, 404, 409)) {
            made.add(answer.json().getString("version"));
        }
    }

    private void delete(Client client) throws IOException {
        Set<String> doomed = new HashSet<>(made);
        made.clear();
        if (isExpected(client.call("DELETE", "/v1/bases/" + ALIAS, ""), 204)) {
            deleted.addAll(doomed);
        }
    }

    /**
     * Whether it was done: that is the first status. Work may also go on after its answer, and a
     * server may go down.
     */
    private boolean isExpected(Answer answer, int done, int... others) {
        if (answer.status() != done && !answer.isOneOf(202, 503) && !answer.isOneOf(others)) {
            violations.add("bases: refused: " + answer);
        }
        return answer.status() == done;
    }

    /** Compares what there is with what was answered. */
    List<String> settle(Client client) throws IOException {
        List<String> wrong = new ArrayList<>(violations);
        violations.clear();
        Set<String> there =
                client.get("/v1/bases").getJsonArray("bases").getValuesAs(JsonObject.class).stream()
                        .filter(base -> base.getString("alias").equals(ALIAS))
                        .map(base -> base.getString("version"))
                        .collect(Collectors.toSet());
        made.stream()
                .filter(version -> !there.contains(version))
                .forEach(version -> wrong.add("base %s:%s is lost".formatted(ALIAS, version)));
        deleted.stream()
                .filter(there::contains)
                .forEach(version -> wrong.add("base %s:%s came back".formatted(ALIAS, version)));
        return wrong;
    }

    void cleanUp(Client client) throws IOException {
        delete(client);
    }
}
