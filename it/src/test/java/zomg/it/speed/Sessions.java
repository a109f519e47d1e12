package zomg.it.speed;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import zomg.it.Instance;
import zomg.it.Shell;

/**
 * Commands, consoles and files, timed by a client that is no JVM: {@code bench/client/sessions.py}.
 * Beside zomg, the same server gets an application that only sends bytes, to compare with.
 */
public final class Sessions {

    private static final String BOX = "sessions";

    /** The 500 of the client, and some. */
    private static final String SESSIONS = "ZOMG_MAX_SESSIONS=600";

    private static final Duration PATIENCE = Duration.ofHours(1);

    private static final String CONFIGURATION =
            """
            <server><webApplication location="bare.war" contextRoot="/bare"/></server>
            """;

    private final Instance instance;
    private final PrintStream out;

    public Sessions(Instance instance, PrintStream out) {
        this.instance = instance;
        this.out = out;
    }

    /** Prints a table. */
    public void run(int rounds) throws IOException {
        instance.zomg("down", "--keep-boxes").ok();
        addBareApplication();
        instance.host("env", SESSIONS, instance.command().toString(), "up").ok();
        instance.zomg("create", BOX).ok();
        Path work = Files.createTempDirectory("zomg-sessions");
        try {
            out.println(measure(rounds, work));
        } finally {
            instance.zomg("delete", "--force", BOX);
            instance.host("rm", "-rf", work.toString());
        }
    }

    private String measure(int rounds, Path work) throws IOException {
        Path client = Path.of(System.getProperty("zomg.checkout"), "bench/client/sessions.py");
        List<String> argv = new ArrayList<>(List.of("env"));
        argv.addAll(settings(rounds, work));
        argv.addAll(List.of("python3", client.toString()));
        return new Shell(instance.directory(), instance.variables()).run(PATIENCE, argv).ok();
    }

    private List<String> settings(int rounds, Path work) throws IOException {
        return List.of(
                "ZOMG=" + instance.command(),
                "ZOMG_URL_OF_SERVER=" + instance.url(),
                "ZOMG_TOKEN_OF_SERVER=" + instance.token(),
                "ZOMG_PID_OF_SERVER=" + instance.pid(),
                "BENCH_BOX=" + BOX,
                "BENCH_ROOT=" + root(),
                "BENCH_WORK=" + work,
                "BENCH_ROUNDS=" + rounds);
    }

    /** The only box's. */
    private Path root() throws IOException {
        try (Stream<Path> roots = Files.list(instance.pool().resolve("roots"))) {
            return roots.findFirst().orElseThrow();
        }
    }

    private void addBareApplication() throws IOException {
        Path server = instance.installation().resolve("wlp/usr/servers/zomg");
        Path overrides = Files.createDirectories(server.resolve("configDropins/overrides"));
        Files.writeString(overrides.resolve("bare.xml"), CONFIGURATION);
        String name = BareEndpoint.class.getName().replace('.', '/') + ".class";
        Path war = server.resolve("apps/bare.war");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war));
                InputStream compiled =
                        BareEndpoint.class.getClassLoader().getResourceAsStream(name)) {
            zip.putNextEntry(new ZipEntry("WEB-INF/classes/" + name));
            compiled.transferTo(zip);
            zip.closeEntry();
        }
    }
}
