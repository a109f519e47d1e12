package zomg.it.harness;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import zomg.it.Instance;

/**
 * Many want the same name at the same time: one gets it, the others are told, and one root is made.
 */
public final class Race {

    private static final String PROJECT = "race";
    private static final int RUNNERS = 50;

    private final Instance instance;
    private final PrintStream out;
    private final List<String> wrong = new ArrayList<>();

    public Race(Instance instance, PrintStream out) {
        this.instance = instance;
        this.out = out;
    }

    /**
     * @return what is wrong
     */
    public List<String> run(int rounds) throws IOException {
        Map<String, Integer> all = new TreeMap<>();
        try (Client client = Client.of(instance)) {
            for (int round = 1; round <= rounds && wrong.isEmpty(); round++) {
                Map<String, Integer> answers = race(client, "r" + round);
                answers.forEach((answer, count) -> all.merge(answer, count, Integer::sum));
                judge(client, round, answers);
            }
        }
        out.printf("%d rounds of %d parallel creates of one name: %s%n", rounds, RUNNERS, all);
        wrong.forEach(out::println);
        return List.copyOf(wrong);
    }

    private static Map<String, Integer> race(Client client, String name) throws IOException {
        Map<String, Integer> answers = new TreeMap<>();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> runners =
                IntStream.range(0, RUNNERS)
                        .mapToObj(
                                _ ->
                                        Thread.ofVirtual()
                                                .start(
                                                        () -> {
                                                            String answer =
                                                                    create(client, start, name);
                                                            synchronized (answers) {
                                                                answers.merge(
                                                                        answer, 1, Integer::sum);
                                                            }
                                                        }))
                        .toList();
        start.countDown();
        try {
            for (Thread runner : runners) {
                runner.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
        return answers;
    }

    private static String create(Client client, CountDownLatch start, String name) {
        try {
            start.await();
            Client.Answer answer =
                    client.call(
                            "POST",
                            "/v1/projects/%s/boxes".formatted(PROJECT),
                            "{\"name\":\"%s\"}".formatted(name));
            return answer.status() == 201
                    ? "201"
                    : answer.status() + " " + answer.json().getString("code");
        } catch (IOException none) {
            return none.toString();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return interrupted.toString();
        }
    }

    private void judge(Client client, int round, Map<String, Integer> answers) throws IOException {
        if (answers.getOrDefault("201", 0) != 1
                || answers.getOrDefault("409 box_exists", 0) != RUNNERS - 1) {
            wrong.add("round %d: %s".formatted(round, answers));
        }
        Records records = Records.read(client);
        if (records.boxesOf(PROJECT).size() != 1) {
            wrong.add("round %d: %s".formatted(round, records.boxesOf(PROJECT)));
        }
        wrong.addAll(Traces.of(instance).differences(records.expected()));
        wrong.addAll(records.deleteAll(client, PROJECT));
    }
}
