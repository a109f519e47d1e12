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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One server with pool, network and boxes of its own, brought up by {@code zomg up} from this
 * checkout's build and taken down, all of it, after the last test. Given to tests as a constructor
 * parameter.
 */
final class Instance implements AutoCloseable {

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
                    .getOrComputeIfAbsent(Instance.class, _ -> new Instance(), Instance.class);
        }
    }

    private static final Duration UP_PATIENCE = Duration.ofMinutes(20);
    private static final Duration REQUEST_PATIENCE = Duration.ofMinutes(2);
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final Path checkout = Path.of(System.getProperty("zomg.checkout"));
    private final Path directory;
    private final Shell shell;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String firstUp;

    private Instance() {
        try {
            directory = Files.createTempDirectory("zomg-it");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.createDirectory(directory.resolve("work"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        shell =
                new Shell(
                        directory.resolve("work"),
                        Map.of(
                                "ZOMG_STATE_DIR",
                                directory.resolve("state").toString(),
                                "ZOMG_RUN_DIR",
                                directory.resolve("run").toString(),
                                "ZOMG_URL",
                                "",
                                "ZOMG_PROJECT",
                                "default"));
        try {
            firstUp = up().ok();
        } catch (RuntimeException | Error failure) {
            close();
            throw failure;
        }
    }

    /** {@code zomg up} with the settings of this instance. */
    Shell.Result up() {
        return shell.run(
                UP_PATIENCE,
                List.of(
                        checkout.resolve("zomg").toString(),
                        "up",
                        "--install-dir",
                        directory.resolve("install").toString(),
                        "--pool-size",
                        "6G",
                        "--subnet",
                        "10.67.0.0/16"));
    }

    /** What the first {@code zomg up} printed. */
    String firstUp() {
        return firstUp;
    }

    /** The installed command. */
    Shell.Result zomg(String... arguments) {
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

    /** A program of the machine. */
    Shell.Result host(String... argv) {
        return shell.run(argv);
    }

    Path command() {
        return directory.resolve("install/bin/zomg");
    }

    Path state() {
        return directory.resolve("state");
    }

    Path pool() {
        return state().resolve("pool");
    }

    JsonObject status() {
        return json(zomg("status", "--json").ok());
    }

    String url() {
        return status().getString("url");
    }

    String token() {
        try {
            return Files.readString(Path.of(status().getString("token_file"))).strip();
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

    static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    @Override
    public void close() {
        if (Files.exists(command())) {
            zomg("down", "--purge", "--yes").ok();
        }
        host("rm", "-rf", "--one-file-system", directory.toString()).ok();
    }
}
