import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times the life of a box through HTTP, one client, against the server of this machine:
 *
 * <pre>java bench/Lifecycle.java [rounds]</pre>
 *
 * Prints min, median and p95 in milliseconds. The first tenth of the rounds only warms up.
 */
public final class Lifecycle {


    private final HttpClient client = HttpClient.newHttpClient();
    private final String boxes;
    private final String token;
    private final Map<String, double[]> times = new LinkedHashMap<>();
    private final int rounds;

    private Lifecycle(int rounds) throws IOException {
        Path run = Path.of(System.getenv().getOrDefault("ZOMG_RUN_DIR", "/run/zomg"));
        String server = Files.readString(run.resolve("server.json"));
        this.boxes = member(server, "url") + "/v1/projects/bench/boxes";
        this.token =
                Files.readString(
                                Path.of(
                                        System.getProperty("user.home"),
                                        ".config/zomg",
                                        member(server, "token_name")))
                        .strip();
        this.rounds = rounds;
    }

    private static String member(String json, String name) throws IOException {
        Matcher member =
                Pattern.compile("\"%s\"\\s*:\\s*\"([^\"]+)\"".formatted(name)).matcher(json);
        if (!member.find()) {
            throw new IOException("no %s in server.json".formatted(name));
        }
        return member.group(1);
    }

    public static void main(String... arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
        new Lifecycle(rounds).run();
    }

    private void run() throws Exception {
        int warmUp = rounds / 10;
        for (int round = -warmUp; round < rounds; round++) {
            String box = boxes + "/b" + (round + warmUp);
            call(round, "create", "POST", boxes, "{\"name\":\"b%d\"}".formatted(round + warmUp));
            call(round, "exec true", "POST", box + "/exec", "{\"command\":[\"true\"]}");
            call(round, "exec true again", "POST", box + "/exec", "{\"command\":[\"true\"]}");
            call(round, "show", "GET", box, "");
            call(round, "list", "GET", boxes, "");
            call(round, "stop", "POST", box + "/stop", "");
            call(round, "resume", "POST", box + "/resume", "");
            call(round, "fork", "POST", boxes, "{\"name\":\"f\",\"fork\":\"b%d\"}".formatted(round + warmUp));
            call(round, "delete fork", "DELETE", boxes + "/f?force=true", "");
            call(round, "delete", "DELETE", box + "?force=true", "");
        }
        System.out.printf("%-16s %8s %8s %8s   (ms, n=%d)%n", "", "min", "median", "p95", rounds);
        times.forEach(Lifecycle::print);
    }

    private void call(int round, String what, String method, String url, String body)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build();
        long begin = System.nanoTime();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        double took = (System.nanoTime() - begin) / 1e6;
        if (!List.of(200, 201).contains(answer.statusCode())) {
            throw new IOException("%s: %d %s".formatted(what, answer.statusCode(), answer.body()));
        }
        if (round >= 0) {
            times.computeIfAbsent(what, _ -> new double[rounds])[round] = took;
        }
    }

    private static void print(String what, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        System.out.printf(
                "%-16s %8.1f %8.1f %8.1f%n",
                what,
                sorted[0],
                sorted[sorted.length / 2],
                sorted[(int) (sorted.length * 0.95)]);
    }
}
