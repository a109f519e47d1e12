package zomg.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/**
 * Programs in containers, by the exec of the cluster's API, each over a WebSocket of its own. It is
 * the JDK's, because that of the client library has no back-pressure when it sends and does not see
 * whether anybody is still there; see docs/adr/0045.
 */
public final class ExecSockets implements AutoCloseable {

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);

    /** What writes slowly may not hear pings as long as something waits for it. */
    private static final Duration DEAD_AFTER = Duration.ofSeconds(60);

    private static final String PROTOCOL = "v4.channel.k8s.io";
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;

    private final Requests requests;
    private final HttpClient http;
    private final Duration deadAfter;
    private final ScheduledThreadPoolExecutor pulse =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("exec-pulse").factory());
    private volatile Config config;

    public ExecSockets(Cluster cluster) {
        this(cluster.client().getConfiguration(), cluster.requests(), DEAD_AFTER);
    }

    /**
     * @param deadAfter how long nothing may be heard of the other side
     */
    ExecSockets(Config config, Requests requests, Duration deadAfter) {
        this.requests = requests;
        this.config = config;
        this.deadAfter = deadAfter;
        pulse.setRemoveOnCancelPolicy(true);
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT_PATIENCE);
        try {
            builder.sslContext(SSLUtils.sslContext(config));
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException("the cluster's certificates cannot be used", failure);
        }
        this.http = builder.build();
    }

    /**
     * Starts it.
     *
     * @throws Refusal BOX_NOT_RUNNING if the pod is gone, ENGINE_UNAVAILABLE if the API does not
     *     answer
     */
    PodProcess exec(BoxPod pod, String container, String... argv) {
        URI uri = uri(pod, container, argv);
        try {
            return connect(uri);
        } catch (CompletionException failure) {
            if (status(failure) == UNAUTHORIZED) {
                config = config.refresh();
                return connectAnew(uri);
            }
            throw refusal(failure);
        }
    }

    private PodProcess connectAnew(URI uri) {
        try {
            return connect(uri);
        } catch (CompletionException failure) {
            throw refusal(failure);
        }
    }

    private PodProcess connect(URI uri) {
        requests.count("exec pods");
        PodProcess process = new PodProcess(pulse, deadAfter);
        java.net.http.WebSocket.Builder builder =
                http.newWebSocketBuilder().subprotocols(PROTOCOL).connectTimeout(CONNECT_PATIENCE);
        token().ifPresent(token -> builder.header("Authorization", "Bearer " + token));
        process.opened(builder.buildAsync(uri, process).join());
        return process;
    }

    private Optional<String> token() {
        OAuthTokenProvider provider = config.getOauthTokenProvider();
        if (provider != null) {
            return Optional.ofNullable(provider.getToken());
        }
        return Optional.ofNullable(config.getOauthToken())
                .or(() -> Optional.ofNullable(config.getAutoOAuthToken()));
    }

    private URI uri(BoxPod pod, String container, String... argv) {
        StringBuilder query =
                new StringBuilder("stdin=true&stdout=true&stderr=true&container=")
                        .append(encoded(container));
        for (String word : argv) {
            query.append("&command=").append(encoded(word));
        }
        String path = "api/v1/namespaces/%s/pods/%s/exec?".formatted(pod.namespace(), pod.name());
        return WebSocket.toWebSocketUri(URI.create(config.getMasterUrl()).resolve(path + query));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static int status(CompletionException failure) {
        return failure.getCause() instanceof WebSocketHandshakeException handshake
                ? handshake.getResponse().statusCode()
                : 0;
    }

    private static Refusal refusal(CompletionException failure) {
        int status = status(failure);
        if (status == NOT_FOUND) {
            return BoxPod.notRunning();
        }
        return new Refusal(
                ErrorCode.ENGINE_UNAVAILABLE,
                status == 0
                        ? "the cluster's API does not answer; try again later"
                        : "the cluster lets nobody into the box: its API answers %d"
                                .formatted(status),
                failure);
    }

    @Override
    public void close() {
        pulse.shutdownNow();
        http.shutdownNow();
    }
}
