package zomg.it.harness;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import zomg.it.Instance;
import zomg.it.harness.Client.Answer;
import zomg.it.harness.ModelBox.State;

/** One client with a few names of its own, which it makes, forks, uses, changes and deletes. */
final class Worker {

    static final String PROJECT = "torture";

    private static final String BOXES = "/v1/projects/" + PROJECT + "/boxes";
    private static final int NAMES = 4;
    private static final int FILES = 4;
    private static final int HISTORY = 12;
    private static final int ACCEPTED = 202;
    private static final String PATIENT = "wait=50";

    /** What only ends when an outage does. */
    private static final String HASTY = "wait=3";

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Without the library that makes the boxes' own syncs do nothing. */
    private static final String WRITE =
            "printf %s \\\"$2\\\" >/root/$1 && env -u LD_PRELOAD sync /root/$1";

    private final Instance instance;
    private final Traces traces;
    private final Random random;
    private final List<ModelBox> boxes;
    private final Set<String> deleted;
    private final Farewell farewell;
    private final Outage outage;
    private final Deque<String> history = new ArrayDeque<>();
    private final List<String> violations = new ArrayList<>();
    private final AtomicInteger acknowledged = new AtomicInteger();

    /** Operations that may still go on. */
    private final Map<ModelBox, String> accepted = new HashMap<>();

    private Optional<Unanswered> unanswered = Optional.empty();

    /**
     * @param maybe notes what may be so while no answer says whether it is
     * @param then what an answer means
     */
    private record Request(
            ModelBox box,
            String method,
            String path,
            String body,
            Runnable maybe,
            Consumer<Answer> then) {

        @Override
        public String toString() {
            return "%s %s %s".formatted(method, path, body);
        }
    }

    private record Unanswered(Request request, String key) {}

    /**
     * @param deleted ids of boxes whose delete was answered, of all workers
     * @param farewell of all workers
     * @param outage of all workers
     */
    Worker(
            Instance instance,
            int number,
            long seed,
            Set<String> deleted,
            Farewell farewell,
            Outage outage) {
        this.instance = instance;
        this.traces = Traces.of(instance);
        this.random = new Random(seed);
        this.deleted = deleted;
        this.farewell = farewell;
        this.outage = outage;
        this.boxes =
                IntStream.range(0, NAMES)
                        .mapToObj(i -> new ModelBox("t%d-%d".formatted(number, i)))
                        .toList();
    }

    /** Works until {@code over}, or until the server is gone. */
    void work(Client client, BooleanSupplier over) {
        try {
            while (!over.getAsBoolean()) {
                step(client, boxes.get(random.nextInt(NAMES)));
            }
        } catch (IOException gone) {
            history.addLast("no answer: " + gone);
        }
    }

    private void step(Client client, ModelBox box) throws IOException {
        int dice = random.nextInt(100);
        if (!box.isCertain()) {
            lookAgain(client, box);
        } else if (box.is(State.ABSENT)) {
            make(client, box, dice < 50 ? source(box) : Optional.empty());
        } else if (dice < 20) {
            delete(client, box);
        } else if (dice < 35) {
            update(client, box);
        } else if (dice < 43) {
            snapshot(client, box);
        } else if (dice < 50 && !box.snapshots().isEmpty()) {
            restore(client, box);
        } else if (box.is(State.STOPPED)) {
            resume(client, box);
        } else if (dice < 62) {
            stop(client, box);
        } else {
            write(client, box);
        }
    }

    private Optional<ModelBox> source(ModelBox target) {
        return boxes.stream().filter(box -> box != target && !box.canBe(State.ABSENT)).findFirst();
    }

    private void make(Client client, ModelBox box, Optional<ModelBox> source) throws IOException {
        String tier = tier();
        Map<String, String> files = source.map(one -> Map.copyOf(one.files())).orElseGet(Map::of);
        String body =
                "{\"name\":\"%s\",\"tags\":{\"tier\":\"%s\"},\"termination_grace_period_seconds\":1%s}"
                        .formatted(
                                box.name(),
                                tier,
                                source.map(one -> ",\"fork\":\"%s\"".formatted(one.name()))
                                        .orElse(""));
        ask(
                client,
                new Request(
                        box,
                        "POST",
                        BOXES,
                        body,
                        () -> box.mayBeMade(tier, files),
                        answer -> {
                            if (isGood(answer, 201)) {
                                box.made(answer.json().getString("id"), tier, files);
                                box.runsAs(traces.runOf(box.id()));
                            }
                        }));
    }

    private void delete(Client client, ModelBox box) throws IOException {
        String id = box.id();
        String path = path(box) + "?force=true";
        ask(
                client,
                new Request(
                        box,
                        "DELETE",
                        path,
                        "",
                        () -> box.mayBe(State.ABSENT),
                        answer -> {
                            if (isGood(answer, 200)) {
                                deleted.add(id);
                                box.settle(State.ABSENT);
                            }
                        }));
    }

    private void stop(Client client, ModelBox box) throws IOException {
        ask(
                client,
                new Request(
                        box,
                        "POST",
                        path(box) + "/stop",
                        "",
                        () -> box.mayBe(State.STOPPED),
                        answer -> {
                            if (isGood(answer, 200)) {
                                box.settle(State.STOPPED);
                            }
                        }));
    }

    private void resume(Client client, ModelBox box) throws IOException {
        ask(
                client,
                new Request(
                        box,
                        "POST",
                        path(box) + "/resume",
                        "",
                        () -> box.mayBe(State.RUNNING),
                        answer -> {
                            if (isGood(answer, 200)) {
                                box.settle(State.RUNNING);
                                box.runsAs(traces.runOf(box.id()));
                            }
                        }));
    }

    private void update(Client client, ModelBox box) throws IOException {
        String tier = tier();
        String body = "{\"tags\":{\"tier\":\"%s\"}}".formatted(tier);
        ask(
                client,
                new Request(
                        box,
                        "PUT",
                        path(box),
                        body,
                        () -> box.mayHaveTier(tier),
                        answer -> {
                            if (isGood(answer, 200)) {
                                box.settleTier(tier);
                            }
                        }));
    }

    private void snapshot(Client client, ModelBox box) throws IOException {
        Map<String, String> files = Map.copyOf(box.files());
        ask(
                client,
                new Request(
                        box,
                        "POST",
                        path(box) + "/snapshots",
                        "",
                        () -> {},
                        answer -> {
                            if (isGood(answer, 201)) {
                                box.snapshots().put(answer.json().getString("name"), files);
                            }
                        }));
    }

    private void restore(Client client, ModelBox box) throws IOException {
        String name = box.snapshots().keySet().iterator().next();
        Map<String, String> files = box.snapshots().get(name);
        ask(
                client,
                new Request(
                        box,
                        "POST",
                        path(box) + "/snapshots/" + name + "/restore",
                        "{\"safety\":false}",
                        () -> box.mayBe(files),
                        answer -> {
                            if (isGood(answer, 200)) {
                                box.files().clear();
                                box.files().putAll(files);
                                box.runsAs(box.is(State.RUNNING) ? traces.runOf(box.id()) : "");
                            }
                        }));
    }

    private void write(Client client, ModelBox box) throws IOException {
        String file = "f" + random.nextInt(FILES);
        String content = Long.toHexString(random.nextLong());
        String body =
                "{\"command\":[\"sh\",\"-c\",\"%s\",\"sh\",\"%s\",\"%s\"]}"
                        .formatted(WRITE, file, content);
        box.files().remove(file);
        ask(
                client,
                new Request(
                        box,
                        "POST",
                        path(box) + "/exec",
                        body,
                        () -> {},
                        answer -> {
                            if (isGood(answer, 200) && hasExitedWell(answer)) {
                                box.files().put(file, content);
                            }
                        }));
    }

    private boolean hasExitedWell(Answer answer) {
        if (answer.json().getInt("exit_code") == 0) {
            return true;
        }
        violations.add("a command that works failed: " + answer);
        return false;
    }

    private void ask(Client client, Request request) throws IOException {
        if (history.size() >= HISTORY) {
            history.removeFirst();
        }
        // Not from the seed: the same run again would be answered what this one was.
        String key = UUID.randomUUID().toString();
        long sent = System.nanoTime();
        try {
            Answer answer = send(client, request, key);
            history.addLast("%s -> %d".formatted(request, answer.status()));
            acknowledged.incrementAndGet();
            if (farewell.refuses(request.toString(), sent, answer)) {
                look(client, request.box());
            } else if (answer.status() == ACCEPTED) {
                request.maybe().run();
                accepted.put(request.box(), answer.json().getString("id"));
            } else if (outage.excuses(request.toString(), answer)) {
                request.maybe().run();
            } else {
                request.then().accept(answer);
            }
        } catch (ConnectException | HttpConnectTimeoutException never) {
            throw never;
        } catch (IOException gone) {
            history.addLast(request.toString());
            if (farewell.mayHaveBegun(request.toString(), sent)) {
                request.maybe().run();
            }
            unanswered = Optional.of(new Unanswered(request, key));
            throw gone;
        }
    }

    private Answer send(Client client, Request request, String key) throws IOException {
        return client.callWith(
                request.method(),
                request.path(),
                request.body(),
                "Idempotency-Key",
                key,
                "Prefer",
                outage.isOver() ? PATIENT : HASTY);
    }

    /** Without a hurry: nothing can be changed any more. */
    private void look(Client client, ModelBox box) throws IOException {
        farewell.looked(path(box), client.call("GET", path(box), ""));
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /** What nobody said is seen as soon as nothing is under way any more. */
    private void lookAgain(Client client, ModelBox box) throws IOException {
        LockSupport.parkNanos(PAUSE_NANOS);
        if (accepted.containsKey(box) && isUnderWay(client, accepted.get(box))) {
            return;
        }
        accepted.remove(box);
        Answer answer = client.call("GET", path(box), "");
        Optional<JsonObject> found =
                answer.status() == 404 ? Optional.empty() : Optional.of(answer.json());
        if (found.map(one -> one.getString("status")).filter(Worker::isUnderWay).isEmpty()) {
            settle(box, found, violations::add);
        }
    }

    private static boolean isUnderWay(Client client, String operation) throws IOException {
        return client.get("/v1/operations/" + operation).getString("state").equals("running");
    }

    static boolean isUnderWay(String status) {
        return !status.equals("running") && !status.equals("stopped");
    }

    /**
     * Sends again what got no answer, under its key: what was done is not done again, what was not
     * is done now. To be called when all is compared.
     */
    void askAgain(Client client) throws IOException {
        if (unanswered.isEmpty()) {
            return;
        }
        Request request = unanswered.get().request();
        String key = unanswered.get().key();
        unanswered = Optional.empty();
        ModelBox box = request.box();
        String id = box.id();
        boolean makes = request.path().equals(BOXES);
        Answer answer = send(client, request, key);
        history.addLast("again: %s -> %d".formatted(request, answer.status()));
        if (!makes && answer.body().contains("\"code\":\"answer_lost\"")) {
            return;
        }
        if (makes && !id.isEmpty() && !answer.body().contains("\"id\":\"%s\"".formatted(id))) {
            violations.add("%s was made already: %s".formatted(box, answer));
            return;
        }
        request.then().accept(answer);
        if (!send(client, request, key).equals(answer)) {
            violations.add("%s has two answers, not only %s".formatted(request, answer));
        }
    }

    private boolean isGood(Answer answer, int status) {
        if (answer.status() == status) {
            return true;
        }
        violations.add("refused: %s after %s".formatted(answer, history.peekLast()));
        return false;
    }

    private String tier() {
        return "t" + random.nextInt(1_000_000);
    }

    private static String path(ModelBox box) {
        return BOXES + "/" + box.name();
    }

    /** After a power cut nobody's PID 1 is what it was. */
    void forgetProcesses() {
        boxes.forEach(box -> box.runsAs(""));
    }

    int acknowledged() {
        return acknowledged.get();
    }

    Deque<String> history() {
        return history;
    }

    /** Compares what there is with what may be, and takes it for certain from now on. */
    List<String> settle(Map<String, JsonObject> found) {
        List<String> wrong = new ArrayList<>(violations);
        violations.clear();
        for (ModelBox box : boxes) {
            settle(box, Optional.ofNullable(found.get(box.name())), wrong::add);
        }
        return wrong;
    }

    private void settle(ModelBox box, Optional<JsonObject> found, Consumer<String> wrong) {
        String before = box.toString();
        State state =
                found.map(one -> one.getString("status")).map(Worker::state).orElse(State.ABSENT);
        if (!box.canBe(state)) {
            wrong.accept(
                    "%s is %s".formatted(before, found.map(JsonObject::toString).orElse("absent")));
        }
        if (found.isEmpty()) {
            box.settle(State.ABSENT);
            return;
        }
        String id = found.get().getString("id");
        if (!box.id().isEmpty() && !box.id().equals(id)) {
            wrong.accept("%s has the id %s".formatted(before, id));
        }
        String tier = found.get().getJsonObject("tags").getString("tier");
        if (!box.canHaveTier(tier)) {
            wrong.accept("%s has the tier %s".formatted(before, tier));
        }
        box.files().forEach((file, content) -> compareFile(before, id, file, content, wrong));
        String init = traces.runOf(id);
        if (!box.init().isEmpty() && !box.init().equals(init)) {
            wrong.accept("%s: PID 1 was %s and is %s".formatted(before, box.init(), init));
        }
        box.made(id, tier, Map.copyOf(box.files()));
        box.settle(state);
        box.runsAs(state == State.RUNNING ? init : "");
    }

    private static State state(String status) {
        return switch (status) {
            case "running" -> State.RUNNING;
            case "stopped" -> State.STOPPED;
            default -> throw new IllegalStateException("a box is left " + status);
        };
    }

    private void compareFile(
            String before, String id, String name, String content, Consumer<String> wrong) {
        Path file = instance.pool().resolve("roots").resolve(id).resolve("root").resolve(name);
        try {
            String there = Files.readString(file);
            if (!there.equals(content)) {
                wrong.accept("%s: %s holds %s".formatted(before, name, there));
            }
        } catch (IOException missing) {
            wrong.accept("%s: %s".formatted(before, missing));
        }
    }
}
