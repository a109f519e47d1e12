package zomg.it;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cluster of this machine, which {@code it/cluster/up} has brought up. */
public final class TestCluster {

    private static final Path CHECKOUT = Path.of(System.getProperty("zomg.checkout"));
    private static final Path RUNNER_IMAGE =
            CHECKOUT.resolve("runner/image/target/zomg-runner.tar");
    private static final Duration DELETE = Duration.ofMinutes(3);

    private final Path kubeconfig = Path.of(System.getProperty("zomg.kubeconfig", ""));
    private final Shell shell = new Shell(CHECKOUT, variables());

    /** For programs that talk to it; its own kubectl where the machine has none. */
    Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>();
        variables.put("KUBECONFIG", kubeconfig.toString());
        variables.put("K8S_DIR", kubeconfig.getParent().toString());
        variables.put(
                "PATH", "%s:%s".formatted(System.getenv("PATH"), kubeconfig.resolveSibling("bin")));
        return variables;
    }

    /** For a server on this machine whose boxes it runs. */
    Map<String, String> engine() {
        return Map.of(
                "ZOMG_ENGINE", "kubernetes",
                "ZOMG_KUBECONFIG", kubeconfig.toString(),
                "ZOMG_NODE", node());
    }

    private String node() {
        return kubectl("get", "nodes", "-o", "jsonpath={.items[0].metadata.name}").ok();
    }

    void loadRunner() {
        load(RUNNER_IMAGE);
    }

    void load(Path image) {
        script("load", image.toString());
    }

    /** One of its programs ends at once, as by a crash. */
    public void stop(String program) {
        script("part", "stop", program);
    }

    /** One that was stopped begins anew; nothing is done to one that runs. */
    public void start(String program) {
        script("part", "start", program);
    }

    private void script(String name, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(CHECKOUT.resolve("it/cluster").resolve(name).toString());
        command.addAll(List.of(arguments));
        shell.run(command.toArray(String[]::new)).ok();
    }

    Shell.Result kubectl(String... arguments) {
        return kubectl(Duration.ofMinutes(5), List.of(arguments));
    }

    private Shell.Result kubectl(Duration patience, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("env", "kubectl"));
        command.addAll(arguments);
        return shell.run(patience, command);
    }

    /**
     * All of these kinds that have the labels, of every namespace; empty if its API server does not
     * answer.
     */
    public Optional<List<JsonObject>> objects(String kinds, String labels) {
        Shell.Result said = kubectl("get", kinds, "-A", "--selector=" + labels, "-o", "json");
        return said.exit() == 0
                ? Optional.of(
                        Instance.json(said.out())
                                .getJsonArray("items")
                                .getValuesAs(JsonObject.class))
                : Optional.empty();
    }

    /** Whatever a server of this mark has put there that is not on this machine. */
    void deleteNamespaces(String instance) {
        kubectl(
                DELETE,
                List.of(
                        "delete",
                        "namespaces",
                        "--selector=app.kubernetes.io/managed-by=zomg,zomg/instance=" + instance));
    }
}
