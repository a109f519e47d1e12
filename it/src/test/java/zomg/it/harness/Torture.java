package zomg.it.harness;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import zomg.it.Instance;
import zomg.it.TestCluster;

/**
 * Kills the server under load, again and again, and looks each time whether what the next one comes
 * back with is what was acknowledged, and nothing else. Nobody talks to the new server before that.
 */
public final class Torture {

    private static final int WORKERS = 6;
    private static final int DATA_WORKERS = 2;
    private static final Duration WARM = Duration.ofSeconds(10);

    /** What is promised of an end by SIGTERM. */
    private static final Duration MAX_END = Duration.ofSeconds(35);

    private static final Duration IN_TIME = Duration.ofSeconds(8);
    private static final Duration ENDLESS = Duration.ofMinutes(30);

    /** For what began in an outage to come to its end. */
    private static final Duration REST = Duration.ofMinutes(3);

    private static final Duration AFTER_OUTAGE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Instance instance;
    private final Traces traces;
    private final Server server;
    private final Random random;
    private final PrintStream out;
    private final List<Worker> workers;
    private final BaseWorker bases;
    private final List<DataWorker> dataWorkers;
    private final Set<String> deleted = ConcurrentHashMap.newKeySet();
    private final Farewell farewell = new Farewell();
    private final Outage outage = new Outage();
    private final List<Duration> starts = new ArrayList<>();
    private final List<Duration> ends = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    /** Not where changes may be refused: that is for the others to look at. */
    private boolean withData = true;

    public Torture(Instance instance, long seed, PrintStream out) throws IOException {
        this.instance = instance;
        this.traces = Traces.of(instance);
        this.server = Server.of(instance);
        this.random = new Random(seed);
        this.out = out;
        this.bases = new BaseWorker(seed);
        this.workers =
                IntStream.range(0, WORKERS)
                        .mapToObj(
                                i ->
                                        new Worker(
                                                instance,
                                                i,
                                                seed * WORKERS + i,
                                                deleted,
                                                farewell,
                                                outage))
                        .toList();
        this.dataWorkers =
                IntStream.range(0, DATA_WORKERS)
                        .mapToObj(i -> new DataWorker(instance, i, seed * DATA_WORKERS + i))
                        .toList();
    }

    /**
     * Stops at the first round that shows something wrong, with the instance as it is then.
     *
     * @return what is wrong
     */
    public List<String> run(int rounds) throws IOException {
        out.printf("%d rounds, %d clients%n", rounds, WORKERS + DATA_WORKERS);
        repeat(rounds, server::kill, this::startServer, this::compare);
        return report();
    }

    /**
     * The same with the power cut instead, so that what was never synced is lost.
     *
     * @return what is wrong
     */
    public List<String> runWithPowerCuts(int rounds) throws IOException {
        out.printf("%d power cuts, %d clients%n", rounds, WORKERS + DATA_WORKERS);
        PowerCut power = new PowerCut(instance);
        server.kill();
        power.giveRecordsADisk();
        server.start();
        repeat(
                rounds,
                () -> {
                    server.freeze();
                    power.copy();
                    server.kill();
                },
                () -> {
                    power.off();
                    violations.addAll(power.on());
                    workers.forEach(Worker::forgetProcesses);
                    startServer();
                },
                this::compare);
        server.kill();
        power.takeTheDiskAway();
        server.start();
        return report();
    }

    /**
     * The same with SIGTERM instead, while a command and an accepted stop are under way, too: the
     * server ends in time, waits for them if they do, and refuses what is new.
     *
     * @return what is wrong
     */
    public List<String> runWithTerms(int rounds) throws IOException {
        out.printf("%d times SIGTERM, %d clients%n", rounds, WORKERS);
        withData = false;
        Deque<SlowWork> slow = new ArrayDeque<>();
        repeat(
                rounds,
                () -> {
                    SlowWork next = slowWork(ends.size());
                    try (Client client = server.client()) {
                        next.begin(client);
                        slow.addLast(next);
                        terminate();
                    }
                },
                () -> {
                    violations.addAll(farewell.over());
                    startServer();
                },
                () -> {
                    compare();
                    try (Client client = server.client()) {
                        violations.addAll(slow.removeFirst().settle(client, deleted));
                    }
                });
        out.printf("SIGTERM to the end: %s; %s%n", distribution(ends), farewell);
        return report();
    }

    /**
     * The same with a program of the cluster away for some time, while the server goes on: reads
     * are answered, changes done or refused for now, and afterwards all is as the answers say.
     *
     * @param part for example kube-apiserver
     * @return what is wrong
     */
    public List<String> runWithOutages(int rounds, String part, Duration time) throws IOException {
        out.printf("%d times %s without %s, %d clients%n", rounds, time, part, WORKERS);
        withData = false;
        TestCluster cluster = instance.cluster().orElseThrow();
        restartWith("PT5S");
        repeat(
                rounds,
                () -> {
                    outage.begin();
                    cluster.stop(part);
                    try {
                        lookOn(time);
                    } finally {
                        cluster.start(part);
                        outage.end();
                    }
                    lookOn(AFTER_OUTAGE);
                },
                () -> {
                    violations.addAll(outage.violations());
                    awaitRest();
                },
                this::compare);
        out.println(outage);
        restartWith("PT1H");
        return report();
    }

    /**
     * @param interval after which the server compares its records with what there is, unasked
     */
    private void restartWith(String interval) throws IOException {
        server.kill();
        server.set("ZOMG_RECONCILE_INTERVAL", interval);
        server.start();
    }

    private void lookOn(Duration time) throws IOException {
        long deadline = System.nanoTime() + time.toNanos();
        try (Client client = server.client()) {
            while (System.nanoTime() - deadline < 0) {
                String list = "/v1/projects/%s/boxes".formatted(Worker.PROJECT);
                outage.looked(list, client.call("GET", list, ""));
                LockSupport.parkNanos(LOOK.toNanos());
            }
        }
    }

    /** Until nothing is under way any more. */
    private void awaitRest() throws IOException {
        long deadline = System.nanoTime() + REST.toNanos();
        try (Client client = server.client()) {
            List<JsonObject> restless = restless(client);
            while (!restless.isEmpty() && System.nanoTime() - deadline < 0) {
                LockSupport.parkNanos(LOOK.toNanos());
                restless = restless(client);
            }
            restless.forEach(one -> violations.add("does not come to rest: " + one));
        }
    }

    private static List<JsonObject> restless(Client client) throws IOException {
        Stream<JsonObject> boxes =
                Records.boxes(client).stream()
                        .filter(box -> Worker.isUnderWay(box.getString("status")));
        Stream<JsonObject> operations =
                client
                        .get("/v1/operations")
                        .getJsonArray("operations")
                        .getValuesAs(JsonObject.class)
                        .stream()
                        .filter(operation -> operation.getString("state").equals("running"));
        return Stream.concat(boxes, operations).toList();
    }

    /** One that ends in time, and then one that does not. */
    private static SlowWork slowWork(int number) {
        return number % 2 == 0
                ? new SlowWork(number, IN_TIME, true)
                : new SlowWork(number, ENDLESS, false);
    }

    private void terminate() throws IOException {
        Duration end = server.terminate(farewell);
        ends.add(end);
        if (end.compareTo(MAX_END) > 0) {
            violations.add("the end took " + end);
        }
    }

    /** What is done to the instance. */
    private interface Blow {
        void strike() throws IOException;
    }

    private void repeat(int rounds, Blow underLoad, Blow afterwards, Blow compare)
            throws IOException {
        cleanUp();
        for (int round = 1; round <= rounds && violations.isEmpty(); round++) {
            strikeUnderLoad(underLoad);
            afterwards.strike();
            if (violations.isEmpty()) {
                compare.strike();
            }
            askAgain();
            if (round % 10 == 0 || !violations.isEmpty() || round == rounds) {
                summarize(round);
            }
        }
        if (violations.isEmpty()) {
            cleanUp();
            compare();
        }
    }

    private void startServer() throws IOException {
        starts.add(server.start());
    }

    private List<String> report() {
        violations.forEach(out::println);
        if (!violations.isEmpty()) {
            workers.forEach(worker -> worker.history().forEach(line -> out.println("  " + line)));
            dataWorkers.forEach(
                    worker -> worker.history().forEach(line -> out.println("  " + line)));
        }
        return List.copyOf(violations);
    }

    /** Most kills come early, when everybody is in the middle of something. */
    private long millisToKill() {
        return random.nextInt(5) > 0 ? random.nextLong(5, 500) : random.nextLong(500, 3000);
    }

    private void strikeUnderLoad(Blow blow) throws IOException {
        AtomicBoolean over = new AtomicBoolean();
        try (Client client = server.client()) {
            List<Thread> threads = new ArrayList<>();
            for (Worker worker : workers) {
                threads.add(Thread.ofPlatform().start(() -> worker.work(client, over::get)));
            }
            threads.add(Thread.ofPlatform().start(() -> bases.work(client, over::get)));
            if (withData) {
                for (DataWorker worker : dataWorkers) {
                    threads.add(Thread.ofPlatform().start(() -> worker.work(client, over::get)));
                }
            }
            awaitAnswers();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millisToKill()));
            blow.strike();
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    /** A server that just came up takes its time for the first ones. */
    private void awaitAnswers() {
        int before = answered();
        long deadline = System.nanoTime() + WARM.toNanos();
        while (answered() - before < WORKERS && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private int answered() {
        return workers.stream().mapToInt(Worker::acknowledged).sum()
                + dataWorkers.stream().mapToInt(DataWorker::acknowledged).sum();
    }

    private void compare() throws IOException {
        try (Client client = server.client()) {
            Records records = Records.read(client);
            records.boxes().stream()
                    .filter(box -> deleted.contains(box.getString("id")))
                    .forEach(box -> violations.add("came back after its delete: " + box));
            Map<String, JsonObject> ours = records.boxesOf(Worker.PROJECT);
            workers.forEach(worker -> violations.addAll(worker.settle(ours)));
            violations.addAll(bases.settle(client));
            for (DataWorker worker : dataWorkers) {
                violations.addAll(worker.settle(client));
            }
            violations.addAll(traces.differences(records.expected()));
        }
    }

    /** What was asked without an answer is answered now, and all is as these answers say. */
    private void askAgain() throws IOException {
        if (violations.isEmpty()) {
            try (Client client = server.client()) {
                for (Worker worker : workers) {
                    worker.askAgain(client);
                }
            }
            compare();
        }
    }

    private void cleanUp() throws IOException {
        try (Client client = server.client()) {
            bases.cleanUp(client);
            violations.addAll(Records.read(client).deleteAll(client, Worker.PROJECT));
            workers.forEach(worker -> worker.settle(Map.of()));
            dataWorkers.forEach(DataWorker::forget);
        }
    }

    private void summarize(int round) {
        out.printf(
                "round %4d: %6d answered, %5d deleted, %d wrong; start to ready %s%n",
                round, answered(), deleted.size(), violations.size(), distribution(starts));
    }

    private static String distribution(List<Duration> durations) {
        if (durations.isEmpty()) {
            return "never";
        }
        List<Duration> sorted = durations.stream().sorted().toList();
        int last = sorted.size() - 1;
        return "median %.1f s, p99 %.1f s, max %.1f s"
                .formatted(
                        seconds(sorted.get(last / 2)),
                        seconds(sorted.get((int) Math.ceil(last * 0.99))),
                        seconds(sorted.getLast()));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
