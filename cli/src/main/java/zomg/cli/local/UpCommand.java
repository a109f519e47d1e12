package zomg.cli.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import zomg.cli.client.ServerClient;
import zomg.cli.client.Setup;
import zomg.cli.client.Version;
import zomg.cli.local.Accounts.Account;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.Environment;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.OwnFile;
import zomg.cli.support.Server;
import zomg.cli.support.ServerFile;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class UpCommand extends Command {

    static final String POOL_WITH_SIZE = "--pool cannot be used with --pool-size";
    static final String QUOTA_WITH_SIZE =
            "--enable-quota is for --pool; an image of ours has quotas anyway";
    static final String UNMANAGED =
            "systemd does not run here: %s is written and checked, and the server runs without it.";
    static final String WAITS =
            "the server (pid %d) runs, and goes on by itself as soon as it can: %s";
    static final String NOTHING_TO_DO = "zomg %s is up at %s (pid %d); nothing was changed";

    private static final String UNAVAILABLE = "engine_unavailable";

    private final Value<String> pool =
            option("PATH", "A folder on a btrfs to use; else an image is made.", "--pool");
    private final Value<String> poolSize =
            option("SIZE", "Of the image: 20G, or what the disk has.", "--pool-size");
    private final Value<Boolean> enableQuota =
            flag(
                    "With --pool: turn simple quotas on for all of its file system.",
                    "--enable-quota");
    private final Value<String> port =
            option("PORT", "On 127.0.0.1; else 7717 or the next free one.", "--port");
    private final Value<String> suite =
            option("SUITE", "What box-base is made of: noble, bookworm, ...", "--suite");
    private final Value<String> mirror = option("URL", "Where its packages come from.", "--mirror");
    private final Value<String> subnet =
            option("CIDR", "Addresses of boxes; 10.66.0.0/16 if nothing is said.", "--subnet");
    private final Value<String> databaseUrl =
            option(
                    "URL",
                    "Of PostgreSQL, jdbc:postgresql://...; else a file in the state folder.",
                    "--database-url");
    private final Value<String> databaseUser =
            option("NAME", "Who the server is in PostgreSQL.", "--database-user");
    private final Value<String> databasePasswordFile =
            option(
                    "FILE",
                    "A file that holds nothing but the password for PostgreSQL.",
                    "--database-password-file");
    private final Value<String> installDir =
            option(
                    "DIR",
                    "What it runs from; /opt/zomg/VERSION if nothing is said.",
                    "--install-dir");
    private final Value<Boolean> service =
            flag("Have systemd start it, now and with the machine.", "--service");
    private final Value<Long> announced =
            hiddenLongNumber(
                    "PID", "Write down where the server of the service answers.", "--announce");
    private final PlaceOptions placeOptions = new PlaceOptions(this);

    private final Invocation invocation;
    private final Machine machine = new Machine();

    public UpCommand(Invocation invocation) {
        super("up", "Start the server of this machine, and prove that boxes work.", "sudo zomg up");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Map<String, String> now = now();
        machine.requireRoot("up");
        Places places = Places.of(placeOptions, invocation.environment());
        LocalServer server = new LocalServer(places, machine, invocation);
        server.running().ifPresent(server::requireOurs);
        server.makeFolders();
        if (announced.get() != null) {
            return announce(server, announced.get(), Settings.read(places.settingsFile()));
        }
        try (FileChannel channel =
                        FileChannel.open(
                                places.lockFile(),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw Failure.of("another zomg up or down is at work on " + places.state());
            }
            return up(server, now);
        } catch (IOException failed) {
            throw Failure.of("%s cannot be locked: %s".formatted(places.lockFile(), failed));
        }
    }

    /** What this call says, by the names of the settings. */
    private Map<String, String> now() {
        List<String> problems = new ArrayList<>();
        if (pool.get() != null && poolSize.get() != null) {
            problems.add(POOL_WITH_SIZE);
        }
        if (enableQuota.get() && poolSize.get() != null) {
            problems.add(QUOTA_WITH_SIZE);
        }
        if (poolSize.get() != null && !PoolSize.isSize(poolSize.get())) {
            problems.add(PoolSize.BAD_FORM);
        }
        if (port.get() != null && !Ports.isPort(port.get())) {
            problems.add("--port must be from 1 to 65535");
        }
        if (subnet.get() != null && !subnet.get().matches("\\d+(\\.\\d+){3}/\\d+")) {
            problems.add("--subnet must be of the form 10.66.0.0/16");
        }
        if (databaseUrl.get() != null && !Settings.isDatabaseUrl(databaseUrl.get())) {
            problems.add(Settings.BAD_DATABASE_URL);
        }
        if (!problems.isEmpty()) {
            throw Failure.usage(problems);
        }
        Map<String, String> now = new LinkedHashMap<>();
        put(now, Settings.POOL, absolute(pool.get()));
        put(now, Settings.POOL_SIZE, poolSize.get());
        put(now, Settings.ENABLE_QUOTA, enableQuota.get() ? "true" : null);
        put(now, Settings.PORT, port.get());
        put(now, Settings.SUITE, suite.get());
        put(now, Settings.MIRROR, mirror.get());
        put(now, Settings.SUBNET, subnet.get());
        put(now, Settings.SERVICE, service.get() ? "true" : null);
        put(now, Settings.DATABASE_URL, databaseUrl.get());
        put(now, Settings.DATABASE_USER, databaseUser.get());
        put(now, Settings.DATABASE_PASSWORD_FILE, absolute(databasePasswordFile.get()));
        put(
                now,
                Settings.INSTALL_DIR,
                absolute(
                        installDir
                                .find()
                                .or(() -> invocation.environment().variable("ZOMG_INSTALL_DIR"))
                                .orElse(null)));
        return now;
    }

    private String absolute(String path) {
        return path == null
                ? null
                : invocation.environment().workingDirectory().resolve(path).normalize().toString();
    }

    private static void put(Map<String, String> map, String key, String value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    private int up(LocalServer server, Map<String, String> now) {
        Path settingsFile = server.places().settingsFile();
        Settings before = Settings.read(settingsFile);
        Settings settings = before.overriddenBy(now);
        if (!settings.equals(before)) {
            OwnFile.write(settingsFile, settings.text(), OwnFile.PRIVATE);
        }
        issueTokens(server);
        Installation installation =
                settings.get(Settings.INSTALL_DIR)
                        .map(folder -> new Installation(Path.of(folder)))
                        .orElseGet(server::standardInstallation);
        Optional<ServerFile> running = server.running();
        if (running.isPresent()
                && isHealthy(server, running.get(), settings.equals(before))
                && isServed(server, installation, settings, running.get())) {
            return alreadyUp(running.get(), settings.equals(before));
        }
        running.ifPresent(
                old -> {
                    say("Ending the server of before (pid %d); its boxes stay.", old.pid());
                    server.end(old);
                });
        install(server, installation);
        say("Starting the server.");
        ServerFile started = server.start(installation, settings);
        if (settings.isService()) {
            tellOfService(server);
        }
        Http http = server.http(started);
        Preparing preparing = Preparing.begin(() -> server.prepare(installation, settings));
        new SetupProgress(new ServerClient(http), invocation.terminal()).await();
        prove(http);
        await(preparing);
        next(server, installation, started);
        return ExitCode.OK;
    }

    /** Called by systemd beside the start of the unit, with the unit's environment. */
    private int announce(LocalServer server, long pid, Settings settings) {
        Environment environment = invocation.environment();
        ProcessId process = ProcessId.of(pid).orElseThrow(() -> Failure.of("no process " + pid));
        server.announce(
                process,
                Integer.parseInt(environment.variable("ZOMG_HTTP_PORT").orElseThrow()),
                new Installation(Path.of(environment.variable("ZOMG_INSTALL_DIR").orElseThrow())),
                settings);
        return ExitCode.OK;
    }

    /** Whether it runs in the way that it shall; where systemd is away, its unit suffices. */
    private boolean isServed(
            LocalServer server, Installation installation, Settings settings, ServerFile running) {
        if (!settings.isService() || server.service().isActive()) {
            return true;
        }
        if (server.service().isManaged()) {
            return false;
        }
        server.installService(installation, settings, Server.parse(running.url()).getPort());
        tellOfService(server);
        return true;
    }

    private void tellOfService(LocalServer server) {
        Path unit = server.service().unit();
        if (server.service().isManaged()) {
            say("It is the service %s, which starts with the machine.", unit.getFileName());
        } else {
            say(UNMANAGED, unit);
        }
    }

    private void issueTokens(LocalServer server) {
        Tokens tokens = server.tokens();
        for (Account account : server.accounts().ofCaller(invocation.environment())) {
            tokens.issue(account)
                    .writtenTo()
                    .ifPresent(file -> say("Wrote a token of %s to %s.", account.name(), file));
        }
    }

    /**
     * Whether it answers, is of this version, and has set itself up or is about to.
     *
     * @throws Failure if it waits for its database, which another start with the same settings does
     *     not bring back
     */
    private boolean isHealthy(LocalServer server, ServerFile file, boolean settingsAreTheSame) {
        Http http = server.http(file);
        int port = Server.parse(file.url()).getPort();
        Version version =
                Ports.isServedBy(port, LocalServer.processOf(file))
                        ? ServerProcess.version(http)
                        : null;
        if (version == null || !zomg.cli.support.Version.current().equals(version.version())) {
            return false;
        }
        try {
            Setup setup = new ServerClient(http).showSetup().value();
            if (!setup.ready()) {
                new SetupProgress(new ServerClient(http), invocation.terminal()).await();
            }
            return true;
        } catch (ApiFailure refused) {
            if (settingsAreTheSame && refused.code().equals(UNAVAILABLE)) {
                throw Failure.of(WAITS.formatted(file.pid(), refused.detail()));
            }
            return false;
        } catch (Failure notReady) {
            return false;
        }
    }

    private int alreadyUp(ServerFile file, boolean settingsAreTheSame) {
        say(NOTHING_TO_DO, file.version(), file.url(), file.pid());
        if (!settingsAreTheSame) {
            say("The new settings are used from the next start on: sudo zomg down && sudo zomg up");
        }
        return ExitCode.OK;
    }

    private void install(LocalServer server, Installation installation) {
        if (installation.refresh(Installation.home())) {
            say("Installed zomg into %s.", installation.folder());
        }
        if (isLinked(server, installation)) {
            installation.link(Installation.LINK).ifPresent(this::warn);
        }
    }

    private void await(Preparing preparing) {
        if (!preparing.isOver()) {
            say("Preparing fast starts; once for each installation.");
        }
        preparing.await().ifPresent(problem -> warn("starts will take longer: " + problem));
    }

    /** Only the instance that a person has is what they mean by zomg. */
    private static boolean isLinked(LocalServer server, Installation installation) {
        return server.places().isDefault() && installation.isStandard();
    }

    private void prove(Http http) {
        SelfTest.Proof proof = new SelfTest(http, InstantSource.system()).run();
        say("A first box says:");
        proof.output().lines().forEach(line -> say("  %s", line));
        say(
                "It was made in %d ms, its command took %d ms, and it is gone again.",
                proof.createMillis(), proof.execMillis());
    }

    private void next(LocalServer server, Installation installation, ServerFile started) {
        boolean isOnPath = installation.isPackaged() || isLinked(server, installation);
        String command = isOnPath ? "zomg" : installation.command().toString();
        if (!server.places().run().equals(ServerFile.DEFAULT_RUN_DIR)) {
            command = "ZOMG_RUN_DIR=%s %s".formatted(server.places().run(), command);
        }
        say("");
        say("zomg %s is up at %s. Next:", started.version(), started.url());
        say("  %s create web", command);
        say("  %s exec web -- uname -a", command);
        say("  %s list", command);
    }

    private void warn(String problem) {
        invocation.terminal().err().println("Warning: " + problem);
    }

    private void say(String text, Object... facts) {
        invocation.output().line(facts.length == 0 ? text : text.formatted(facts));
    }
}
