package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** As many commands at once as may be waited for, and one more. */
@ExtendWith(Instance.Shared.class)
class CommandsIT {

    /** By default. */
    private static final int MOST = 200;

    private static final int TRIES = 600;
    private static final String ENDLESS = "{\"command\":[\"sleep\",\"4711\"]}";

    private final Instance zomg;

    CommandsIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void so_many_commands_leave_the_server_to_others_and_one_more_is_refused() {
        String box = zomg.created();
        String path = "/v1/projects/default/boxes/%s/exec".formatted(box);
        try (HttpClient client = HttpClient.newHttpClient()) {
            List<CompletableFuture<HttpResponse<String>>> running =
                    Stream.generate(() -> client.sendAsync(exec(path), ofText()))
                            .limit(MOST)
                            .toList();
            awaitRunning();

            HttpResponse<String> oneMore = zomg.call("POST", path, ENDLESS);

            assertThat(oneMore.statusCode()).as(oneMore.body()).isEqualTo(503);
            assertThat(Instance.json(oneMore.body()).getString("code")).isEqualTo("busy");
            assertThat(oneMore.headers().firstValue("Retry-After")).isPresent();
            assertThat(
                            zomg.call("POST", path, "{\"command\":[\"true\"],\"no_hup\":true}")
                                    .statusCode())
                    .isEqualTo(200);
            assertThat(zomg.call("GET", "/v1/projects", "").statusCode()).isEqualTo(200);

            zomg.zomg("delete", "-f", box).ok();
            assertThat(running)
                    .allSatisfy(
                            one ->
                                    assertThat(one.get(1, TimeUnit.MINUTES).statusCode())
                                            .isEqualTo(200));
        }
    }

    private HttpRequest exec(String path) {
        return zomg.request("POST", path, ENDLESS)
                .header("Authorization", "Bearer " + zomg.token())
                .build();
    }

    private static HttpResponse.BodyHandler<String> ofText() {
        return HttpResponse.BodyHandlers.ofString();
    }

    private void awaitRunning() {
        for (int left = TRIES; left > 0 && runningCommands() < MOST; left--) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        assertThat(runningCommands()).isEqualTo(MOST);
    }

    /** Seen from outside, because nothing more gets in. */
    private long runningCommands() {
        return Long.parseLong(zomg.host("pgrep", "-fc", "^sleep 4711$").out().strip());
    }
}
