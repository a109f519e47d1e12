package zomg.it.harness;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import zomg.it.Instance;
import zomg.it.harness.Client.Answer;

/**
 * One client with a box and two data volumes, into which the box writes the same number, to A
 * first; it takes snapshots of the box and of A, goes back to them, and copies A.
 */
final class DataWorker {

    private static final String PROJECT = "/v1/projects/" + Worker.PROJECT;
    private static final int HISTORY = 12;
    private static final int MOST_SNAPSHOTS = 5;

    /** Without the library that makes the boxes' own syncs do nothing. */
    private static final String WRITE =
            "for d in a b; do printf %s $1 >/$d/new && env -u LD_PRELOAD sync /$d/new"
                    + " && mv /$d/new /$d/n && env -u LD_PRELOAD sync -f /$d || exit 1; done";

    /** What is in the volumes; 0 is nothing yet. */
    private record Numbers(long a, long b) {
        private static final Numbers NONE = new Numbers(0, 0);
    }

    private final Instance instance;
    private final Random random;
    private final String name;
    private final Deque<String> history = new ArrayDeque<>();
    private final List<String> violations = new ArrayList<>();
    private final AtomicInteger acknowledged = new AtomicInteger();

    /** What may be so; more than one only after a request without an answer. */
    private final Set<Numbers> possible = new HashSet<>(Set.of(Numbers.NONE));

    /** Of those that were answered, and that nobody began to delete. */
    private final Map<String, Numbers> boxSnapshots = new LinkedHashMap<>();

    private final Map<String, Long> snapshotsOfA = new LinkedHashMap<>();
    private boolean complete;

    /** A command that nobody waits for any more may still be at it. */
    private boolean maybeWriting;

    private long last;

    DataWorker(Instance instance, int number, long seed) {
        this.instance = instance;
        this.random = new Random(seed);
        this.name = "d" + number;
    }

    /** Works until {@code over}, or until the server is gone. */
    void work(Client client, BooleanSupplier over) {
        try {
            while (!over.getAsBoolean()) {
                step(client);
            }
        } catch (IOException gone) {
            history.addLast("no answer: " + gone);
        }
    }

    private void step(Client client) throws IOException {
        int dice = random.nextInt(100);
        if (!complete) {
            make(client);
        } else if (maybeWriting) {
            endCommands(client);
        } else if (dice < 40) {
            write(client);
        } else if (dice < 60) {
            takeOfBox(client);
        } else if (dice < 70) {
            takeOfA(client);
        } else if (dice < 80) {
            restoreBox(client);
        } else if (dice < 90) {
            restoreA(client);
        } else {
            copyA(client);
        }
    }

    /** What is there already is fine. */
    private void make(Client client) throws IOException {
        boolean made = true;
        for (String volume : List.of("a", "b")) {
            made &=
                    ask(
                            client,
                            "POST",
                            "/data",
                            "{\"name\":\"%s-%s\"}".formatted(name, volume),
                            Set.of(201, 409),
                            () -> {},
                            _ -> {});
        }
        complete =
                made
                        && ask(
                                client,
                                "POST",
                                "/boxes",
                                ("{\"name\":\"%1$s\",\"termination_grace_period_seconds\":1,"
                                                + "\"data_mounts\":[{\"name\":\"%1$s-a\",\"path\":\"/a\"},"
                                                + "{\"name\":\"%1$s-b\",\"path\":\"/b\"}]}")
                                        .formatted(name),
                                Set.of(201, 409),
                                () -> {},
                                _ -> {});
    }

    private void endCommands(Client client) throws IOException {
        for (String change : List.of("stop", "resume")) {
            ask(
                    client,
                    "POST",
                    "/boxes/%s/%s".formatted(name, change),
                    "",
                    Set.of(200),
                    () -> {},
                    _ -> {});
        }
        Numbers found = found(client);
        if (!possible.contains(found)) {
            violations.add(other(found));
        }
        certainly(found);
        maybeWriting = false;
    }

    private Numbers found(Client client) throws IOException {
        return new Numbers(number(client, "a"), number(client, "b"));
    }

    private String other(Numbers found) {
        return "%s has %s, and should have one of %s".formatted(name, found, possible);
    }

    private void write(Client client) throws IOException {
        long number = ++last;
        Set<Numbers> before = Set.copyOf(possible);
        ask(
                client,
                "POST",
                "/boxes/" + name + "/exec",
                "{\"command\":[\"sh\",\"-c\",\"%s\",\"sh\",\"%d\"]}".formatted(WRITE, number),
                Set.of(200),
                () -> {
                    maybeWriting = true;
                    before.forEach(old -> possible.add(new Numbers(number, old.b())));
                    possible.add(new Numbers(number, number));
                },
                answer -> {
                    if (answer.json().getInt("exit_code") == 0) {
                        certainly(new Numbers(number, number));
                    } else {
                        violations.add("a command that works failed: " + answer);
                    }
                });
    }

    private void certainly(Numbers numbers) {
        possible.clear();
        possible.add(numbers);
    }

    private Numbers numbers() {
        return possible.iterator().next();
    }

    private void takeOfBox(Client client) throws IOException {
        if (boxSnapshots.size() == MOST_SNAPSHOTS) {
            String oldest = boxSnapshots.keySet().iterator().next();
            boxSnapshots.remove(oldest);
            ask(client, "DELETE", snapshot(oldest), "", Set.of(200), () -> {}, _ -> {});
            return;
        }
        Numbers now = numbers();
        ask(
                client,
                "POST",
                "/boxes/" + name + "/snapshots",
                "{}",
                Set.of(201),
                () -> {},
                answer -> {
                    JsonObject taken = answer.json();
                    boxSnapshots.put(taken.getString("name"), now);
                    if (taken.getJsonArray("volumes").size() != 2) {
                        violations.add("not both volumes were taken: " + answer);
                    }
                });
    }

    private String snapshot(String ofBox) {
        return "/boxes/%s/snapshots/%s".formatted(name, ofBox);
    }

    private void takeOfA(Client client) throws IOException {
        String volume = "/data/" + name + "-a/snapshots";
        if (snapshotsOfA.size() == MOST_SNAPSHOTS) {
            String oldest = snapshotsOfA.keySet().iterator().next();
            snapshotsOfA.remove(oldest);
            ask(client, "DELETE", volume + "/" + oldest, "", Set.of(200), () -> {}, _ -> {});
            return;
        }
        long now = numbers().a();
        ask(
                client,
                "POST",
                volume,
                "{}",
                Set.of(201),
                () -> {},
                answer -> snapshotsOfA.put(answer.json().getString("name"), now));
    }

    private void restoreBox(Client client) throws IOException {
        Optional<String> wanted = boxSnapshots.keySet().stream().findFirst();
        if (wanted.isPresent()) {
            Numbers then = boxSnapshots.get(wanted.get());
            ask(
                    client,
                    "POST",
                    snapshot(wanted.get()) + "/restore",
                    "{\"safety\":false,\"data\":true}",
                    Set.of(200),
                    () -> possible.add(then),
                    _ -> certainly(then));
        }
    }

    private void restoreA(Client client) throws IOException {
        Optional<String> wanted = snapshotsOfA.keySet().stream().findFirst();
        if (wanted.isPresent()) {
            Numbers then = new Numbers(snapshotsOfA.get(wanted.get()), numbers().b());
            ask(
                    client,
                    "POST",
                    "/data/%s-a/snapshots/%s/restore?force=true".formatted(name, wanted.get()),
                    "",
                    Set.of(200),
                    () -> possible.add(then),
                    _ -> certainly(then));
        }
    }

    /** And deletes the copy again. */
    private void copyA(Client client) throws IOException {
        String copy = name + "-copy";
        String snapshot =
                snapshotsOfA.keySet().stream()
                        .findFirst()
                        .map(",\"from_snapshot\":\"%s\""::formatted)
                        .orElse("");
        ask(
                client,
                "POST",
                "/data",
                "{\"name\":\"%s\",\"from\":\"%s-a\"%s}".formatted(copy, name, snapshot),
                Set.of(201, 409),
                () -> {},
                _ -> {});
        ask(client, "DELETE", "/data/" + copy, "", Set.of(200), () -> {}, _ -> {});
    }

    /**
     * @param maybe notes what may be so if there is no answer
     * @return whether there was a good one
     */
    private boolean ask(
            Client client,
            String method,
            String path,
            String body,
            Set<Integer> good,
            Runnable maybe,
            Consumer<Answer> then)
            throws IOException {
        if (history.size() >= HISTORY) {
            history.removeFirst();
        }
        String request = "%s %s %s".formatted(method, path, body);
        Answer answer;
        try {
            answer = client.callWith(method, PROJECT + path, body, "Prefer", "wait=60");
        } catch (IOException gone) {
            history.addLast(request);
            maybe.run();
            throw gone;
        }
        history.addLast("%s -> %d".formatted(request, answer.status()));
        acknowledged.incrementAndGet();
        if (good.contains(answer.status())) {
            then.accept(answer);
            return true;
        }
        violations.add("refused: %s after %s".formatted(answer, request));
        return false;
    }

    int acknowledged() {
        return acknowledged.get();
    }

    Deque<String> history() {
        return history;
    }

    /** Everything was deleted. */
    void forget() {
        complete = false;
        boxSnapshots.clear();
        snapshotsOfA.clear();
        certainly(Numbers.NONE);
        maybeWriting = false;
    }

    /** Compares what there is with what may be, and takes it for certain from now on. */
    List<String> settle(Client client) throws IOException {
        List<String> wrong = new ArrayList<>(violations);
        violations.clear();
        if (complete) {
            settle(client, wrong);
        }
        return wrong;
    }

    private void settle(Client client, List<String> wrong) throws IOException {
        JsonObject box = client.get(PROJECT + "/boxes/" + name);
        if (!box.getString("status").equals("running") && !maybeWriting) {
            wrong.add("%s is %s".formatted(name, box));
        }
        Numbers found = found(client);
        if (!possible.contains(found)) {
            wrong.add(other(found));
        }
        if (!maybeWriting) {
            certainly(found);
        }
        Map<String, JsonObject> recorded = new LinkedHashMap<>();
        client.get(PROJECT + "/boxes/" + name + "/snapshots")
                .getJsonArray("snapshots")
                .getValuesAs(JsonObject.class)
                .forEach(one -> recorded.put(one.getString("name"), one));
        for (Map.Entry<String, Numbers> taken : boxSnapshots.entrySet()) {
            Optional<Numbers> kept =
                    Optional.ofNullable(recorded.get(taken.getKey())).map(this::kept);
            if (!kept.equals(Optional.of(taken.getValue()))) {
                wrong.add(
                        "snapshot %s of %s has %s, and should have %s"
                                .formatted(taken.getKey(), name, kept, taken.getValue()));
            }
        }
    }

    private Numbers kept(JsonObject snapshot) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        snapshot.getJsonArray("volumes")
                .getValuesAs(JsonObject.class)
                .forEach(
                        one ->
                                numbers.put(
                                        one.getString("volume"),
                                        number("volume-checkpoints", one.getString("id"))));
        return new Numbers(
                numbers.getOrDefault(name + "-a", -1L), numbers.getOrDefault(name + "-b", -1L));
    }

    private long number(Client client, String volume) throws IOException {
        return number(
                "volumes",
                client.get("%s/data/%s-%s".formatted(PROJECT, name, volume)).getString("id"));
    }

    private long number(String directory, String uid) {
        Path file = instance.pool().resolve(directory).resolve(uid).resolve("n");
        try {
            return Long.parseLong(Files.readString(file));
        } catch (NoSuchFileException nothingYet) {
            return 0;
        } catch (IOException | NumberFormatException broken) {
            violations.add("%s: %s".formatted(file, broken));
            return -1;
        }
    }
}
