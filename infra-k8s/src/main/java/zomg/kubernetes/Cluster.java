package zomg.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The connection to a cluster's API server. */
public final class Cluster implements AutoCloseable {

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final Requests requests;

    private Cluster(KubernetesClient client, Requests requests) {
        this.client = client;
        this.requests = requests;
    }

    /**
     * Asks nothing of it yet.
     *
     * @param kubeconfig empty for the account of the pod that we are in, or what kubectl would take
     */
    public static Cluster open(Optional<Path> kubeconfig) {
        Config config =
                kubeconfig
                        .map(path -> Config.fromKubeconfig(path.toFile()))
                        .orElseGet(() -> Config.autoConfigure(null));
        config.setConnectionTimeout((int) CONNECT_PATIENCE.toMillis());
        config.setRequestTimeout((int) ANSWER_PATIENCE.toMillis());
        // Whoever asks us tries again, and knows better how long that makes sense.
        config.setRequestRetryBackoffLimit(0);
        // A watch that ends is followed by a list, see Watched.
        config.setWatchReconnectLimit(0);
        Requests requests = new Requests();
        KubernetesClient client =
                new KubernetesClientBuilder()
                        .withConfig(config)
                        .withHttpClientBuilderConsumer(
                                builder ->
                                        builder.addOrReplaceInterceptor(
                                                Requests.class.getName(), requests))
                        .build();
        return new Cluster(client, requests);
    }

    KubernetesClient client() {
        return client;
    }

    Requests requests() {
        return requests;
    }

    @Override
    public void close() {
        client.close();
    }
}
