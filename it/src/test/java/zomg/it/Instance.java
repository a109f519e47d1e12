package zomg.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One server with pool, network and boxes of its own, brought up by {@code zomg up} from this
 * checkout's build and taken down, all of it, after the last test. Given to tests as a constructor
 * parameter.
 */
public final class Instance implements AutoCloseable {

    /** Hands the one instance to every test class. */
    static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Instance.class;
        }

        @Override
        public Instance resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(Instance.class, _ -> ofItsOwn(), Instance.class);
        }
    }

    /** Another one where several checkouts are tested on one machine. */
    private static final String SUBNET = System.getProperty("zomg.it.subnet", "10.67.0.0/16");

    /** Of one that stands beside the shared one. */
    private static final String OTHER_SUBNET =
            System.getProperty("zomg.it.other-subnet", "10.68.128.0/17");

    private static final Path CHECKOUT = Path.of(System.getProperty("zomg.checkout"), "zomg");
    private static final String INSTALL = "install";
    private static final String COMMAND = INSTALL + "/bin/zomg";
    private static final String BARE_BASE = "mkdir -p /work\n";

    private static final Duration UP_PATIENCE = Duration.ofMinutes(20);
    private static final Duration REQUEST_PATIENCE = Duration.ofMinutes(2);
    private static final AtomicInteger NAMES = new AtomicInteger();

    /** What brings it up: its own command, or the checkout's, which installs it first. */
    private final Path program;

    private final Path directory;
    private final boolean stays;
    private final List<String> options;
    private final Optional<TestCluster> cluster;
    private final Shell shell;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String firstUp;

    /** One that is purged when it is closed. */
    public static Instance ofItsOwn() {
        try {
            return new Instance(
                    CHECKOUT,
                    Files.createTempDirectory("zomg-it"),
                    false,
                    SUBNET,
                    List.of(),
                    Optional.empty());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * One beside this one, of the same build, with other options at {@code up}; purged when it is
     * closed. Its base is bare, so that it is there soon.
     */
    Instance beside(String... options) {
        return beside(Optional.empty(), options);
    }

    /** As {@link #beside(String...)}; its boxes run on the cluster of this machine. */
    public Instance onCluster() {
        TestCluster cluster = new TestCluster();
        cluster.loadRunner();
        return beside(Optional.of(cluster));
    }

    private Instance beside(Optional<TestCluster> cluster, String... options) {
        try {
            Path other = Files.createTempDirectory("zomg-it");
            host("cp", "--archive", installation().toString(), other.resolve(INSTALL).toString())
                    .ok();
            Files.writeString(other.resolve(INSTALL).resolve("bases/box-base.sh"), BARE_BASE);
            return new Instance(
                    other.resolve(COMMAND), other, false, OTHER_SUBNET, List.of(options), cluster);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** One that stays, so that the next who names this directory need not wait for its base. */
    public static Instance in(Path directory) {
        return new Instance(
                CHECKOUT, directory.toAbsolutePath(), true, SUBNET, List.of(), Optional.empty());
    }

    private Instance(
            Path program,
            Path directory,
            boolean stays,
            String subnet,
            List<String> options,
            Optional<TestCluster> cluster) {
        this.directory = directory;
        this.cluster = cluster;
        this.program = program;
        this.stays = stays;
        this.options = Stream.concat(Stream.of("--subnet", subnet), options.stream()).toList();
        try {
            Files.createDirectories(directory.resolve("work"));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        shell = new Shell(directory.resolve("work"), variablesFor(directory, cluster));
        try {
            firstUp = up().ok();
        } catch (RuntimeException | Error failure) {
            close();
            throw failure;
        }
    }

    private static Map<String, String> variablesFor(Path directory, Optional<TestCluster> cluster) {
        Map<String, String> variables = new HashMap<>();
        variables.put("ZOMG_STATE_DIR", directory.resolve("state").toString());
        variables.put("ZOMG_RUN_DIR", directory.resolve("run").toString());
        variables.put("ZOMG_URL", "");
        variables.put("ZOMG_RECONCILE_INTERVAL", "PT1H");
        variables.put("ZOMG_PROJECT", "default");
        cluster.ifPresent(one -> variables.putAll(one.engine()));
        return variables;
    }

    /** {@code zomg up} with the settings of this instance. */
    public Shell.Result up() {
        return up(Map.of());
    }

    /** As {@link #up()}, with other variables besides. */
    public Shell.Result up(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(shell.variables());
        all.putAll(variables);
        List<String> argv =
                new ArrayList<>(
                        List.of(
                                program.toString(),
                                "up",
                                "--install-dir",
                                installation().toString(),
                                "--pool-size",
                                "6G"));
        argv.addAll(options);
        return new Shell(shell.directory(), all).run(UP_PATIENCE, argv);
    }

    /** What the first {@code zomg up} printed. */
    String firstUp() {
        return firstUp;
    }

    /** The installed command, run. */
    public Shell.Result zomg(String... arguments) {
        return in(shell, arguments);
    }

    /** The installed command from another directory, with other variables besides. */
    Shell.Result zomgIn(Path workingDirectory, Map<String, String> variables, String... arguments) {
        Map<String, String> all = new HashMap<>(shell.variables());
        all.putAll(variables);
        return in(new Shell(workingDirectory, all), arguments);
    }

    private Shell.Result in(Shell where, String... arguments) {
        List<String> argv = new ArrayList<>(List.of(command().toString()));
        argv.addAll(List.of(arguments));
        return where.run(Duration.ofMinutes(10), argv);
    }

    /** The installed command, not waited for. */
    Running start(String... arguments) {
        List<String> argv = new ArrayList<>(List.of(command().toString()));
        argv.addAll(List.of(arguments));
        return new Running(shell, argv);
    }

    /** A program of the machine. */
    public Shell.Result host(String... argv) {
        return shell.run(argv);
    }

    /** The installed command. */
    public Path command() {
        return directory.resolve(COMMAND);
    }

    /** What makes a command one of this instance. */
    public Map<String, String> variables() {
        return shell.variables();
    }

    /** Where all of it is. */
    public Path directory() {
        return directory;
    }

    public Path installation() {
        return directory.resolve(INSTALL);
    }

    public Path state() {
        return directory.resolve("state");
    }

    public Path run() {
        return directory.resolve("run");
    }

    public Path pool() {
        return state().resolve("pool");
    }

    /**
     * Until nobody has the pool's image any more. Another server that starts boxes holds it a
     * moment longer than ours: each of their namespaces begins with a copy of all mounts.
     */
    public void awaitRelease() {
        String image = state().resolve("pool.img").toString();
        String script =
                "for i in $(seq 100); do losetup -n -j \"$1\" | grep -q . || exit 0; sleep 0.1; done; exit 1";
        host("sh", "-c", script, "sh", image).ok();
    }

    /** Where its boxes run, if not on this machine alone. */
    public Optional<TestCluster> cluster() {
        return cluster;
    }

    /** The four characters in the names of its links, tables and groups. */
    public String mark() {
        return read(state().resolve("instance"));
    }

    JsonObject status() {
        return json(zomg("status", "--json").ok());
    }

    public String url() {
        return server().getString("url");
    }

    /** Of the server's process. */
    public long pid() {
        return server().getInt("pid");
    }

    public String token() {
        return read(
                Path.of(System.getProperty("user.home"), ".config/zomg")
                        .resolve(server().getString("token_name")));
    }

    /** What {@code up} wrote down for commands. */
    private JsonObject server() {
        return json(read(run().resolve("server.json")));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A name that no other test uses. */
    static String name() {
        return "box" + NAMES.incrementAndGet();
    }

    /** A box of a test's own, made with these options besides. */
    String created(String... options) {
        String name = name();
        List<String> arguments = new ArrayList<>(List.of("create", name));
        arguments.addAll(List.of(options));
        zomg(arguments.toArray(String[]::new)).ok();
        return name;
    }

    /** A request with the token. */
    HttpResponse<String> call(String method, String path, String body) {
        return send(request(method, path, body).header("Authorization", "Bearer " + token()));
    }

    HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(REQUEST_PATIENCE)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    public static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    @Override
    public void close() {
        if (stays) {
            return;
        }
        if (Files.exists(command())) {
            String mark = Files.exists(state().resolve("instance")) ? mark() : "none";
            zomg("down", "--purge", "--yes").ok();
            cluster.ifPresent(one -> one.deleteNamespaces(mark));
        }
        host("rm", "-rf", "--one-file-system", directory.toString()).ok();
    }
}
