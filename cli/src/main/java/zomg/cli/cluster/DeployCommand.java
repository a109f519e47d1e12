package zomg.cli.cluster;

import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import zomg.cli.client.ServerClient;
import zomg.cli.local.Installation;
import zomg.cli.local.NewToken;
import zomg.cli.local.SetupProgress;
import zomg.cli.local.TokenRecord;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.support.OwnFile;
import zomg.cli.support.Server;
import zomg.cli.support.Version;
import zomg.cli.support.Waiting;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class DeployCommand extends Command {

    private static final String NAMESPACE = "zomg";
    private static final String SERVER = "zomg-api";
    private static final String TOKENS = "zomg-tokens";
    private static final String OWNER = "deploy";
    private static final Duration ROLLOUT = Duration.ofMinutes(5);
    private static final Duration WAY = Duration.ofMinutes(2);
    private static final int CONNECT_MILLIS = 1000;

    private static final String NAME = "[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?";
    private static final String PATH = "(/[A-Za-z0-9._-]+)+";
    private static final String IMAGE = "[a-zA-Z0-9][a-zA-Z0-9._:/@-]{0,254}";
    private static final String SETTING = "ZOMG_[A-Z_]+=[^\\p{Cntrl}]*";

    private final Value<String> context =
            option("NAME", "Of the kubeconfig; else the current one.", "--context");
    private final Value<String> kubeconfig =
            option("FILE", "Else what kubectl takes.", "--kubeconfig");
    private final Value<String> node =
            option("NAME", "The node that has the pool; needed if there are several.", "--node");
    private final Value<String> pool =
            option("PATH", "A folder on a btrfs of that node; /srv/zomg if not said.", "--pool");
    private final Value<String> state =
            option(
                    "PATH",
                    "A folder of that node for records and logs; /var/lib/zomg-api if not said.",
                    "--state");
    private final Value<String> image = option("NAME", "Of the server.", "--image");
    private final Value<String> domain =
            option("DOMAIN", "Below it are the names of boxes, and api.DOMAIN.", "--domain");
    private final Value<String> tlsSecret =
            option("NAME", "A secret with a certificate for api.DOMAIN.", "--tls-secret");
    private final Value<Boolean> nodePort =
            flag(
                    "Answer at a port of the node, too: without encryption, for trying it out.",
                    "--node-port");
    private final Value<List<String>> settings =
            options("KEY=VALUE", "Another setting of the server, by its variable.", "--set");
    private final Value<Boolean> dryRun =
            flag("Print what would be applied, and apply nothing.", "--dry-run");

    private final Invocation invocation;

    DeployCommand(Invocation invocation) {
        super(
                "deploy",
                "Run the server in a cluster: apply its manifests, wait, print URL and token.",
                "zomg setup deploy --context lab --node node1 --domain zomg.example.com");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        requireGoodOptions();
        Kubectl kubectl = Kubectl.of(context.find(), kubeconfig.find());
        String place = node.find().orElseGet(() -> onlyNode(kubectl));
        Optional<String> address =
                nodePort.get() ? Optional.of(addressOf(kubectl, place)) : Optional.empty();
        Overlay overlay =
                new Overlay(
                        place,
                        pool.find().orElse("/srv/zomg"),
                        state.find().orElse("/var/lib/zomg-api"),
                        image.find(),
                        domain.find(),
                        tlsSecret.find(),
                        address,
                        given());
        String manifests = overlay.render(Installation.home(), kubectl);
        if (dryRun.get()) {
            invocation.output().line(manifests.stripTrailing());
            return ExitCode.OK;
        }
        deploy(kubectl, manifests, address);
        return ExitCode.OK;
    }

    private void requireGoodOptions() {
        List<String> problems = new ArrayList<>();
        require(problems, node, NAME, "--node");
        require(problems, pool, PATH, "--pool");
        require(problems, state, PATH, "--state");
        require(problems, image, IMAGE, "--image");
        require(problems, domain, NAME, "--domain");
        require(problems, tlsSecret, NAME, "--tls-secret");
        if (tlsSecret.get() != null && domain.get() == null) {
            problems.add("--tls-secret needs --domain");
        }
        settings.get().stream()
                .filter(one -> !one.matches(SETTING))
                .map("--set %s is not of the form ZOMG_DEFAULT_MEMORY=2G"::formatted)
                .forEach(problems::add);
        if (!problems.isEmpty()) {
            throw Failure.usage(problems);
        }
    }

    private static void require(
            List<String> problems, Value<String> value, String form, String option) {
        value.find()
                .filter(text -> !text.matches(form))
                .ifPresent(text -> problems.add("%s %s cannot be meant".formatted(option, text)));
    }

    private Map<String, String> given() {
        Map<String, String> given = new TreeMap<>();
        for (String one : settings.get()) {
            int equals = one.indexOf('=');
            given.put(one.substring(0, equals), one.substring(equals + 1));
        }
        return given;
    }

    private static String onlyNode(Kubectl kubectl) {
        String names =
                kubectl.run(
                        "get",
                        "nodes",
                        "--output=jsonpath={.items[*].metadata.labels.kubernetes\\.io/hostname}");
        List<String> nodes =
                Arrays.stream(names.split(" ")).filter(name -> !name.isBlank()).toList();
        if (nodes.size() != 1) {
            throw Failure.usage(
                    "the cluster has %d nodes; say with --node which of them has the pool"
                            .formatted(nodes.size()));
        }
        return nodes.getFirst();
    }

    private static String addressOf(Kubectl kubectl, String node) {
        return kubectl.run(
                "get",
                "nodes",
                "--selector=kubernetes.io/hostname=" + node,
                "--output=jsonpath={.items[0].status.addresses[?(@.type==\"InternalIP\")].address}");
    }

    private void deploy(Kubectl kubectl, String manifests, Optional<String> address) {
        say("Applying the manifests of zomg %s.", Version.current());
        NewToken token = token();
        kubectl.apply(namespace(manifests));
        kubectl.apply(secret(token));
        kubectl.apply(manifests);
        say("Waiting for the server to start.");
        kubectl.awaitRollout(NAMESPACE, SERVER, ROLLOUT);
        Optional<URI> url =
                address.map(node -> portOf(kubectl, node))
                        .or(() -> domain.find().map(name -> Server.parse("https://api." + name)));
        url.ifPresent(there -> awaitReady(there, token));
        next(url, token);
    }

    /** What comes first: all else is in it. */
    private static String namespace(String manifests) {
        return Arrays.stream(manifests.split("\n---\n"))
                .filter(one -> one.contains("kind: Namespace"))
                .findFirst()
                .orElseThrow();
    }

    /** That of the deploy before, if it is still there: whoever has it can go on with it. */
    private NewToken token() {
        Path file =
                invocation.environment().home().resolve(".config/zomg/token-cluster-" + profile());
        Optional<NewToken> kept = read(file);
        if (kept.isPresent()) {
            return kept.get();
        }
        NewToken token = NewToken.random();
        OwnFile.makeFolder(file.getParent(), "rwx------");
        OwnFile.write(file, token.text() + "\n", OwnFile.PRIVATE);
        say("Wrote a token to %s.", file);
        return token;
    }

    private static Optional<NewToken> read(Path file) {
        try {
            return Files.exists(file) ? NewToken.parse(Files.readString(file)) : Optional.empty();
        } catch (IOException unreadable) {
            throw Failure.of("%s cannot be read: %s".formatted(file, unreadable.getMessage()));
        }
    }

    /** The server gets its hash alone. */
    private static String secret(NewToken token) {
        String records =
                Jsonb.instance()
                        .type(TokenRecord.class)
                        .list()
                        .toJson(List.of(token.recordOf(OWNER)));
        return """
               apiVersion: v1
               kind: Secret
               metadata: {name: %s, namespace: %s}
               type: Opaque
               data: {tokens.json: %s}
               """
                .formatted(
                        TOKENS,
                        NAMESPACE,
                        Base64.getEncoder()
                                .encodeToString(records.getBytes(StandardCharsets.UTF_8)));
    }

    private static URI portOf(Kubectl kubectl, String address) {
        String port =
                kubectl.run(
                        "get",
                        "service",
                        SERVER,
                        "--namespace=" + NAMESPACE,
                        "--output=jsonpath={.spec.ports[0].nodePort}");
        return Server.parse("http://%s:%s".formatted(address, port));
    }

    private void awaitReady(URI url, NewToken token) {
        if (!nodePort.get()) {
            return; // its name may not lead to the cluster from here
        }
        // The cluster may take a moment until the node's port leads to a server that is ready. Who
        // asks next says if it does not.
        InetSocketAddress way = new InetSocketAddress(url.getHost(), url.getPort());
        boolean unused = Waiting.until(WAY, () -> isOpen(way));
        Server server = new Server(url, Optional.of(token.text()));
        new SetupProgress(new ServerClient(invocation.to(server)), invocation.terminal()).await();
    }

    private static boolean isOpen(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_MILLIS);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private void next(Optional<URI> url, NewToken token) {
        String variable =
                "ZOMG_PROFILE_" + profile().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        say("");
        if (url.isEmpty()) {
            say("It has no address outside of the cluster. To reach it from here:");
            say("  kubectl port-forward --namespace %s service/%s 7717:80", NAMESPACE, SERVER);
        }
        say("zomg %s is up at %s. Next:", Version.current(), address(url));
        say("  export %s_URL=%s %s_TOKEN=%s", variable, address(url), variable, token.text());
        say("  zomg --profile %s create web", profile());
    }

    private static String address(Optional<URI> url) {
        return url.map(URI::toString).orElse("http://127.0.0.1:7717");
    }

    private String profile() {
        return context.find().orElse("cluster").replaceAll("[^A-Za-z0-9-]", "-");
    }

    private void say(String text, Object... facts) {
        invocation.output().line(facts.length == 0 ? text : text.formatted(facts));
    }
}
