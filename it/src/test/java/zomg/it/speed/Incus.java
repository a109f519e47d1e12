package zomg.it.speed;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import zomg.it.Instance;
import zomg.it.Shell;

/**
 * A daemon of Incus of its own, on the same file system, with the same root file system as its
 * image, asked by REST as zomg is.
 */
final class Incus implements AutoCloseable {

    static final String NAME = "Incus";

    private static final String SET_UP =
            """
            config:
              core.https_address: 127.0.0.1:%1$d
            storage_pools:
            - name: bench
              driver: btrfs
              config: {source: %2$s}
            networks:
            - name: incusbench
              type: bridge
              config: {ipv4.address: 198.19.0.1/24, ipv6.address: none}
            profiles:
            - name: default
              devices:
                root: {type: disk, pool: bench, path: /}
                eth0: {type: nic, network: incusbench, name: eth0}
              config:
                raw.lxc: lxc.init.cmd = /usr/bin/tini -s -- sleep infinity
            """;

    private static final String IMAGE =
            "architecture: x86_64\ncreation_date: 1700000000\nproperties: {description: bench}\n";

    private static final char[] PASSWORD = "changeit".toCharArray();

    /** Where Debian puts it. */
    private static final Path DAEMON = Path.of("/usr/libexec/incus/incusd");

    private static final String FORK = "f";
    private static final int PORT = 18443;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Instance instance;
    private final Path directory;
    private final Path storage;
    private final Process daemon;
    private HttpClient http;

    private Incus(Instance instance) throws IOException {
        this.instance = instance;
        directory = Files.createDirectories(instance.directory().resolve("incus"));
        storage = instance.pool().resolve("scratch/incus");
        Files.createDirectories(storage.getParent());
        ProcessBuilder builder =
                new ProcessBuilder(DAEMON.toString(), "--group", "root")
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile());
        builder.environment().put("INCUS_DIR", directory.resolve("daemon").toString());
        Files.createDirectories(directory.resolve("daemon"));
        daemon = builder.start();
    }

    static boolean isHere() {
        return Files.isExecutable(DAEMON);
    }

    static Incus start(Instance instance) throws IOException {
        Incus incus = new Incus(instance);
        try {
            incus.setUp();
            return incus;
        } catch (IOException | RuntimeException | Error failure) {
            incus.close();
            throw failure;
        }
    }

    private void setUp() throws IOException {
        tool("admin", "waitready", "--timeout", "60").ok();
        Path preseed = directory.resolve("preseed.yaml");
        Files.writeString(preseed, SET_UP.formatted(PORT, storage));
        shell("incus admin init --preseed <\"$1\"", preseed).ok();
        Path image = directory.resolve("image.tar");
        Files.writeString(directory.resolve("metadata.yaml"), IMAGE);
        shell(
                        "tar -C \"$1\" -cf \"$2\" metadata.yaml && tar -C \"$3\" --numeric-owner --xattrs"
                                + " --transform 's,^[.],rootfs,S' -rf \"$2\" .",
                        directory,
                        image,
                        Floor.base(instance))
                .ok();
        tool("image", "import", image.toString(), "--alias", "bench").ok();
        Files.delete(image);
        http = client();
    }

    private HttpClient client() throws IOException {
        Path keys = directory.resolve("keys.p12");
        Path certificate = directory.resolve("client.crt");
        String keytool = Path.of(System.getProperty("java.home"), "bin/keytool").toString();
        String password = new String(PASSWORD);
        Files.deleteIfExists(keys);
        instance.host(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "bench",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=bench",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        password)
                .ok();
        instance.host(
                        keytool,
                        "-exportcert",
                        "-rfc",
                        "-alias",
                        "bench",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        password,
                        "-file",
                        certificate.toString())
                .ok();
        tool("config", "trust", "add-certificate", certificate.toString()).ok();
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(keys)) {
                own.load(in, PASSWORD);
            }
            KeyManagerFactory us =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            us.init(own, PASSWORD);
            KeyStore servers = KeyStore.getInstance("PKCS12");
            servers.load(null, null);
            try (InputStream in = Files.newInputStream(directory.resolve("daemon/server.crt"))) {
                servers.setCertificateEntry(
                        "incus", CertificateFactory.getInstance("X.509").generateCertificate(in));
            }
            TrustManagerFactory them =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            them.init(servers);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(us.getKeyManagers(), them.getTrustManagers(), null);
            return HttpClient.newBuilder().sslContext(context).build();
        } catch (GeneralSecurityException impossible) {
            throw new IOException(impossible);
        }
    }

    void run(int rounds, Report report) throws IOException {
        life("warm-up", new Report());
        for (int round = 0; round < rounds; round++) {
            life("b" + round, report);
        }
    }

    private void life(String name, Report report) throws IOException {
        String path = "/1.0/instances/" + name;
        long begin = System.nanoTime();
        report.of("create", NAME)
                .time(
                        () ->
                                done(
                                        "POST",
                                        "/1.0/instances",
                                        "{\"name\":\"%s\",\"start\":true,\"source\":{\"type\":\"image\",\"alias\":\"bench\"}}"
                                                .formatted(name)));
        exec(path, "\"true\"");
        report.of("create, first true done", NAME).addSince(begin);
        report.of("exec bash -lc true", NAME).time(() -> exec(path, "\"bash\",\"-lc\",\"true\""));
        report.of("fork", NAME).time(() -> fork(name));
        report.of("stop", NAME).time(() -> state(path, "stop"));
        report.of("resume", NAME).time(() -> state(path, "start"));
        report.of("delete", NAME)
                .time(
                        () -> {
                            state(path, "stop");
                            done("DELETE", path, "");
                        });
        state("/1.0/instances/" + FORK, "stop");
        done("DELETE", "/1.0/instances/" + FORK, "");
    }

    /** It starts no copy by itself: a copy, and a start. */
    private void fork(String name) throws IOException {
        done(
                "POST",
                "/1.0/instances",
                "{\"name\":\"%s\",\"source\":{\"type\":\"copy\",\"source\":\"%s\",\"instance_only\":true}}"
                        .formatted(FORK, name));
        state("/1.0/instances/" + FORK, "start");
    }

    private void exec(String path, String command) throws IOException {
        JsonObject operation =
                done(
                        "POST",
                        path + "/exec",
                        "{\"command\":[%s],\"wait-for-websocket\":false,\"interactive\":false}"
                                .formatted(command));
        int status = operation.getJsonObject("metadata").getInt("return");
        if (status != 0) {
            throw new IOException("%s: %d".formatted(command, status));
        }
    }

    private void state(String path, String action) throws IOException {
        done(
                "PUT",
                path + "/state",
                "{\"action\":\"%s\",\"force\":true,\"timeout\":30}".formatted(action));
    }

    /** Asks, and waits for the operation that comes of it. */
    private JsonObject done(String method, String path, String body) throws IOException {
        JsonObject accepted = call(method, path, body);
        JsonObject ended = call("GET", accepted.getString("operation") + "/wait", "");
        JsonObject operation = ended.getJsonObject("metadata");
        if (!operation.getString("status").equals("Success")) {
            throw new IOException("%s: %s".formatted(path, operation));
        }
        return operation;
    }

    private JsonObject call(String method, String path, String body) throws IOException {
        try {
            String answer =
                    http.send(
                                    HttpRequest.newBuilder(
                                                    URI.create(
                                                            "https://127.0.0.1:%d%s"
                                                                    .formatted(PORT, path)))
                                            .timeout(PATIENCE)
                                            .method(method, BodyPublishers.ofString(body))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body();
            JsonObject json = Instance.json(answer);
            if (json.getString("type").equals("error")) {
                throw new IOException("%s %s: %s".formatted(method, path, answer));
            }
            return json;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private Shell.Result tool(String... arguments) {
        return run(Stream.concat(Stream.of("incus"), Stream.of(arguments)));
    }

    private Shell.Result shell(String script, Path... arguments) {
        return run(
                Stream.concat(
                        Stream.of("sh", "-c", script, "sh"),
                        Stream.of(arguments).map(Path::toString)));
    }

    /** With this daemon as the one that is meant. */
    private Shell.Result run(Stream<String> argv) {
        return instance.host(
                Stream.concat(
                                Stream.of(
                                        "env",
                                        "INCUS_DIR=" + directory.resolve("daemon"),
                                        "HOME=" + directory),
                                argv)
                        .toArray(String[]::new));
    }

    @Override
    public void close() throws IOException {
        if (http != null) {
            http.close();
        }
        shell(
                "for i in $(incus list -cn -fcsv); do incus delete -f $i; done; incus image delete bench;"
                        + " incus profile device remove default root;"
                        + " incus profile device remove default eth0;"
                        + " incus network delete incusbench; incus storage delete bench;"
                        + " incus admin shutdown --timeout 30");
        try {
            if (!daemon.waitFor(30, TimeUnit.SECONDS)) {
                daemon.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        instance.host("rm", "-rf", directory.toString()).ok();
        // Of the pool it forgets the folder; all else in there is zomg's.
        Files.deleteIfExists(storage);
    }
}
