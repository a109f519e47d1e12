package zomg.it.harness;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import zomg.it.Instance;

/**
 * The server's process of an instance, which can be killed and started again without {@code zomg
 * up}: no box proves anything in between, so what is seen is what the server came back with.
 */
final class Server {

    private static final Duration START = Duration.ofSeconds(120);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Of the variables that {@code up} gives it, those that are no settings. */
    private static final List<String> OF_UP =
            List.of("PATH", "HOME", "LC_ALL", "JAVA_HOME", "WLP_OUTPUT_DIR");

    private final Instance instance;
    private final String token;
    private final Map<String, String> variables;
    private String url;
    private ProcessHandle process;

    /** Takes over the server that {@code up} started, with all that it was started with. */
    static Server of(Instance instance) throws IOException {
        ProcessHandle process = ProcessHandle.of(instance.pid()).orElseThrow();
        return new Server(
                instance, instance.url(), instance.token(), environment(process.pid()), process);
    }

    private Server(
            Instance instance,
            String url,
            String token,
            Map<String, String> variables,
            ProcessHandle process) {
        this.instance = instance;
        this.url = url;
        this.token = token;
        this.variables = variables;
        this.process = process;
    }

    private static Map<String, String> environment(long pid) throws IOException {
        Map<String, String> variables = new TreeMap<>();
        for (String one : Files.readString(Path.of("/proc/" + pid + "/environ")).split("\0", -1)) {
            int equals = one.indexOf('=');
            if (equals > 0 && isOfUp(one.substring(0, equals))) {
                variables.put(one.substring(0, equals), one.substring(equals + 1));
            }
        }
        return variables;
    }

    /** What Liberty's own script adds, it adds again. */
    private static boolean isOfUp(String name) {
        return name.startsWith("ZOMG_")
                || OF_UP.contains(name)
                || name.matches("(?i)(https?|no)_proxy");
    }

    /** Another setting, from its next start on. */
    void set(String variable, String value) {
        variables.put(variable, value);
    }

    long pid() {
        return process.pid();
    }

    Client client() {
        return new Client(url, token);
    }

    /** It stands still from now on, until it is killed. */
    void freeze() {
        instance.host("kill", "-STOP", Long.toString(process.pid())).ok();
    }

    void kill() throws IOException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Tells it to end, as a service manager does; how long that took. */
    Duration terminate(Farewell farewell) throws IOException {
        farewell.tell(process::destroy);
        return awaitEnd();
    }

    private Duration awaitEnd() throws IOException {
        long begin = System.nanoTime();
        while (process.isAlive()) {
            if (System.nanoTime() - begin > START.toNanos()) {
                throw new IOException("the server does not end");
            }
            LockSupport.parkNanos(POLL_NANOS / 10);
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Starts it and waits until it says that it is ready; how long that took. */
    Duration start() throws IOException {
        Path installation = Path.of(variables.get("ZOMG_INSTALL_DIR"));
        ProcessBuilder builder =
                new ProcessBuilder("setsid", installation.resolve("bin/zomg-server").toString());
        builder.environment().clear();
        builder.environment().putAll(variables);
        Path console = instance.state().resolve("liberty/console.log");
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()));
        int port = freePort();
        builder.environment().put("ZOMG_HTTP_PORT", Integer.toString(port));
        long begin = System.nanoTime();
        process = builder.start().toHandle();
        url = "http://127.0.0.1:" + port;
        register();
        try (Client client = client()) {
            while (!isReady(client)) {
                if (!process.isAlive()) {
                    throw new IOException("the server ended at once, see " + console);
                }
                if (System.nanoTime() - begin > START.toNanos()) {
                    throw new IOException("the server is not ready after " + START);
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Somebody else may have taken the old one by now. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Where the command looks for it. */
    private void register() throws IOException {
        Path file = instance.run().resolve("server.json");
        JsonObject before = Instance.json(Files.readString(file));
        JsonObject now =
                Json.createObjectBuilder(before)
                        .add("url", url)
                        .add("pid", process.pid())
                        .add("start_time", startTime(process.pid()))
                        .build();
        Files.writeString(file, now.toString());
    }

    /** Field 22 of its stat; the second one, the name, may hold blanks. */
    private static long startTime(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[19]);
    }

    private static boolean isReady(Client client) {
        try {
            Client.Answer answer = client.call("GET", "/v1/setup", "");
            if (answer.status() != 200) {
                return false;
            }
            return answer.json().getBoolean("ready");
        } catch (IOException | RuntimeException notYet) {
            return false;
        }
    }
}
