package zomg.it.harness;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import zomg.it.Instance;
import zomg.it.harness.OddRequests.Request;
import zomg.it.harness.RawConnection.Answer;

/**
 * Asks everything that the contract has, rightly and wrongly: nothing may be a fault of the server,
 * nothing may hang, every refusal must be a problem document with a code of the contract.
 */
public final class Fuzz {

    private static final int CONNECTIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int ENOUGH = 30;

    /** Refusals that are as good as any: not here, busy, full; and of a command only, too late. */
    private static final Set<Integer> GOOD_FAULTS = Set.of(501, 503, 507);

    private static final int EXEC_TIMEOUT = 504;

    private static final int MORE_THREADS = 30;
    private static final int MORE_DESCRIPTORS = 60;
    private static final int MORE_HEAP_KIB = 24 * 1024;

    private final Instance instance;
    private final Contract contract;
    private final Set<String> codes;
    private final long seed;
    private final PrintStream out;
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> answers = new ConcurrentSkipListMap<>();
    private final AtomicLong slowest = new AtomicLong();
    private final AtomicInteger left = new AtomicInteger();

    public Fuzz(Instance instance, long seed, PrintStream out) throws IOException {
        this.instance = instance;
        this.contract =
                Contract.read(Path.of(System.getProperty("zomg.checkout"), "openapi/zomg.yaml"));
        this.codes = contract.codes();
        this.seed = seed;
        this.out = out;
    }

    /**
     * @return what is wrong
     */
    public List<String> run(int requests) throws IOException {
        out.printf("%d requests to %d operations%n", requests, contract.operations().size());
        ask(requests / 5);
        Vitals before = Vitals.of(instance);
        out.println("after a fifth: " + before);
        ask(requests - requests / 5);
        Vitals after = Vitals.of(instance);
        out.println("at the end:    " + after);
        compare(before, after);
        deleteAll();
        answers.forEach((what, count) -> out.printf("%8d  %s%n", count.get(), what));
        out.printf(
                "slowest answer of those that must be quick: %d ms%n", slowest.get() / 1_000_000);
        wrong.forEach(out::println);
        return List.copyOf(wrong);
    }

    private void ask(int requests) throws IOException {
        left.set(requests);
        int from = answers.values().stream().mapToInt(AtomicInteger::get).sum();
        List<Thread> threads =
                IntStream.range(0, CONNECTIONS)
                        .mapToObj(i -> Thread.ofPlatform().start(() -> askInTurn(from + i)))
                        .toList();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private void askInTurn(int number) {
        URI server = URI.create(instance.url());
        OddRequests requests =
                new OddRequests(
                        contract, seed * 31 + number, server.getAuthority(), instance.token());
        try (RawConnection connection = new RawConnection(server)) {
            while (left.getAndDecrement() > 0 && wrong.size() < ENOUGH) {
                ask(connection, requests.next());
            }
        }
    }

    private void ask(RawConnection connection, Request request) {
        long begin = System.nanoTime();
        try {
            Answer answer = connection.send(request.bytes(), request.bodiless());
            judge(request, answer, System.nanoTime() - begin);
        } catch (IOException | RuntimeException none) {
            count("no answer");
            if (!request.broken()) {
                wrong.add("no answer (%s) to:%n    %s".formatted(none, request.described()));
            }
        }
    }

    private void judge(Request request, Answer answer, long nanos) {
        List<String> faults = new ArrayList<>();
        if (!request.slow()) {
            slowest.accumulateAndGet(nanos, Math::max);
            if (nanos > PATIENCE.toNanos()) {
                faults.add("it took %d ms".formatted(nanos / 1_000_000));
            }
        }
        int status = answer.status();
        if (status >= 500
                && !GOOD_FAULTS.contains(status)
                && !(status == EXEC_TIMEOUT && request.slow())) {
            faults.add("a fault of the server");
        }
        boolean whole = status < 400 || request.bodiless() || isProblem(answer);
        if (!whole && !request.broken()) {
            faults.add("no problem document: " + answer.headers());
        }
        count(status + (whole ? code(answer) : ", no problem document"));
        if (!faults.isEmpty()) {
            wrong.add(
                    "%s: %d %s, to:%n    %s"
                            .formatted(faults, status, answer.text(), request.described()));
        }
    }

    private boolean isProblem(Answer answer) {
        try {
            JsonObject problem = Instance.json(answer.text());
            return answer.header("content-type").startsWith("application/problem+json")
                    && codes.contains(problem.getString("code"))
                    && problem.getInt("status") == answer.status()
                    && !problem.getString("detail").isBlank()
                    && problem.getString("request_id").equals(answer.header("x-request-id"));
        } catch (RuntimeException other) {
            return false;
        }
    }

    private static String code(Answer answer) {
        return answer.status() < 400 || answer.body().length == 0
                ? ""
                : " " + Instance.json(answer.text()).getString("code");
    }

    private void count(String what) {
        answers.computeIfAbsent(what, _ -> new AtomicInteger()).incrementAndGet();
    }

    private void compare(Vitals before, Vitals after) {
        if (after.threads() > before.threads() + MORE_THREADS
                || after.descriptors() > before.descriptors() + MORE_DESCRIPTORS
                || after.heapKiB() > before.heapKiB() + MORE_HEAP_KIB) {
            wrong.add("the server grew: %s, then %s".formatted(before, after));
        }
    }

    /** Also shows that the server still works. */
    private void deleteAll() throws IOException {
        try (Client client = Client.of(instance)) {
            wrong.addAll(Records.read(client).deleteAll(client, "fuzz"));
        }
    }
}
