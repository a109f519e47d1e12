package zomg.cli.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import zomg.cli.client.Version;
import zomg.cli.local.Accounts.Account;
import zomg.cli.support.Environment;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.OwnFile;
import zomg.cli.support.Server;
import zomg.cli.support.ServerFile;

/** The server of one instance: its files, its process. */
final class LocalServer {

    private static final String NOT_ANNOUNCED =
            "the service was started, but did not say where; see: journalctl -u zomg*";
    private static final int INSTANCE_LENGTH = 4;
    private static final int PORT_TRIES = 5;
    private static final String ENGINE = "local";
    private static final String USUAL_TOKEN_FILE = "token";

    private final Places places;
    private final Machine machine;
    private final Invocation invocation;

    LocalServer(Places places, Machine machine, Invocation invocation) {
        this.places = places;
        this.machine = machine;
        this.invocation = invocation;
    }

    /** What the starter wrote down, if that process still runs. */
    Optional<ServerFile> running() {
        return ServerFile.read(places.run()).filter(file -> processOf(file).isAlive());
    }

    static ProcessId processOf(ServerFile file) {
        return new ProcessId(file.pid(), file.startTime());
    }

    /**
     * @throws Failure if the run folder is another instance's
     */
    void requireOurs(ServerFile file) {
        if (!places.state().toString().equals(file.stateDir())) {
            throw Failure.of(
                    "%s belongs to the server of %s; name another folder with --run-dir"
                            .formatted(places.run(), file.stateDir()));
        }
    }

    void makeFolders() {
        OwnFile.makeFolder(places.state(), "rwx------");
        OwnFile.makeFolder(places.serverOutput(), "rwx------");
        OwnFile.makeFolder(places.run(), "rwxr-xr-x");
        if (!Files.exists(places.instanceFile())) {
            OwnFile.write(
                    places.instanceFile(),
                    NewToken.base32(new SecureRandom(), INSTANCE_LENGTH) + "\n",
                    OwnFile.PRIVATE);
        }
    }

    /** Links, groups and token files of several instances are told apart by it. */
    String instance() {
        return places.instance()
                .orElseThrow(
                        () -> Failure.of("%s cannot be read".formatted(places.instanceFile())));
    }

    String tokenFileName() {
        return places.isDefault() ? USUAL_TOKEN_FILE : USUAL_TOKEN_FILE + "-" + instance();
    }

    Accounts accounts() {
        return new Accounts(machine, tokenFileName());
    }

    Tokens tokens() {
        return new Tokens(places.tokensFile(), accounts());
    }

    /**
     * Beside the server that runs, what has not been done; see {@link CommandClasses#make} and
     * {@link Preparation#make}.
     */
    void prepare(Installation installation, Settings settings) {
        CommandClasses classes = new CommandClasses(installation);
        if (!classes.areDone()) {
            classes.make(places, machine);
        }
        Preparation preparation = preparation(installation);
        if (!preparation.isDone()) {
            int port = Ports.any();
            preparation.make(variables(installation, settings, port), port, httpAt(port), machine);
        }
    }

    private Preparation preparation(Installation installation) {
        return new Preparation(places.serverOutput(), installation);
    }

    /** Of the server before this one. */
    private Optional<Integer> portBefore() {
        return ServerFile.read(places.run())
                .map(file -> URI.create(file.url()).getPort())
                .filter(port -> port > 0);
    }

    /**
     * Starts it and writes down where it is, once it answers. Between the look at a port and the
     * server's use of it another may take it: the server ends then, and gets the next one.
     */
    ServerFile start(Installation installation, Settings settings) {
        preparation(installation).discardIfStale();
        Optional<Integer> wanted = settings.get(Settings.PORT).map(Integer::valueOf);
        for (int left = PORT_TRIES; ; left--) {
            int port = Ports.choose(wanted, portBefore());
            try {
                return start(installation, settings, port);
            } catch (Failure failed) {
                // It is gone now, so whoever has the port is another.
                if (left == 1 || wanted.isPresent() || Ports.isFree(port)) {
                    throw failed;
                }
            }
        }
    }

    private ServerFile start(Installation installation, Settings settings, int port) {
        if (settings.isService()) {
            installService(installation, settings, port);
            if (service().isManaged()) {
                service().start();
                return running().orElseThrow(() -> Failure.of(NOT_ANNOUNCED));
            }
        }
        ProcessId process =
                ServerProcess.start(
                        installation, places.consoleLog(), variables(installation, settings, port));
        return announce(process, port, installation, settings);
    }

    SystemdService service() {
        return new SystemdService(
                SystemdService.UNITS,
                SystemdService.BOOTED,
                places.isDefault() ? "zomg" : "zomg-" + places.instance().orElse(""),
                machine);
    }

    /** Writes its unit; what is running goes on as it is. */
    void installService(Installation installation, Settings settings, int port) {
        service()
                .install(
                        new ServiceUnit(places, installation),
                        variables(installation, settings, port));
    }

    /** Writes down where the server is, once it answers. */
    ServerFile announce(ProcessId process, int port, Installation installation, Settings settings) {
        Version version = answer(process, port, installation);
        ServerFile file =
                new ServerFile(
                        urlAt(port),
                        process.pid(),
                        process.startTime(),
                        settings.get(Settings.POOL)
                                .orElseGet(() -> places.state().resolve("pool").toString()),
                        settings.database(places.state()),
                        version.engine() == null ? ENGINE : version.engine(),
                        version.version(),
                        places.state().toString(),
                        installation.folder().toString(),
                        tokenFileName());
        OwnFile.write(places.serverFile(), file.toJson() + "\n", OwnFile.PUBLIC);
        return file;
    }

    private Version answer(ProcessId process, int port, Installation installation) {
        try {
            return ServerProcess.awaitAnswer(process, port, httpAt(port), places.consoleLog());
        } catch (Failure failed) {
            preparation(installation).discard();
            throw failed;
        }
    }

    private Http httpAt(int port) {
        return invocation.to(new Server(Server.parse(urlAt(port)), Optional.empty()));
    }

    private static String urlAt(int port) {
        return "http://127.0.0.1:" + port;
    }

    private Map<String, String> variables(Installation installation, Settings settings, int port) {
        Environment caller = invocation.environment();
        Map<String, String> variables = new TreeMap<>(passedOn(caller));
        variables.put("PATH", Machine.PATH);
        variables.put("HOME", "/root");
        variables.put("LC_ALL", "C.UTF-8");
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        variables.put("WLP_OUTPUT_DIR", places.serverOutput().toString());
        variables.putAll(settings.variables());
        variables.put("ZOMG_STATE_DIR", places.state().toString());
        variables.put("ZOMG_RUN_DIR", places.run().toString());
        variables.put("ZOMG_INSTALL_DIR", installation.folder().toString());
        variables.put("ZOMG_HTTP_PORT", Integer.toString(port));
        if (settings.get(Settings.POOL).isEmpty() && !Files.exists(places.poolImage())) {
            variables.put(
                    "ZOMG_POOL_SIZE",
                    PoolSize.choose(
                            settings.get(Settings.POOL_SIZE), machine.usableBytes(places.state())));
        }
        return variables;
    }

    /** Proxies, and settings of the server; never what is meant for the command. */
    static Map<String, String> passedOn(Environment caller) {
        return caller.variables().entrySet().stream()
                .filter(one -> isPassedOn(one.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static boolean isPassedOn(String name) {
        return switch (name) {
            case "ZOMG_TOKEN", "ZOMG_URL", "ZOMG_API_URL", "ZOMG_PROJECT", "ZOMG_SETUP_DIR" ->
                    false;
            case "http_proxy", "https_proxy", "no_proxy" -> true;
            case "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY" -> true;
            default -> name.startsWith("ZOMG_") && !name.startsWith("ZOMG_PROFILE");
        };
    }

    /** Ends the process; boxes are not its children and stay. */
    void end(ServerFile file) {
        service().stop();
        ServerProcess.end(processOf(file));
        forget();
    }

    void forget() {
        try {
            Files.deleteIfExists(places.serverFile());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Calls with root's own token; one that was lost is issued again, and the server learns it. */
    Http http(ServerFile file) {
        Account root = accounts().ofCaller(invocation.environment()).getFirst();
        NewToken token = tokens().issue(root).token();
        return invocation.to(new Server(Server.parse(file.url()), Optional.of(token.text())));
    }

    /**
     * What it runs from when nobody says otherwise: readable for all users, unlike the state. What
     * a package installed is used as it lies.
     */
    Installation standardInstallation() {
        Installation home = new Installation(Installation.home());
        if (places.isDefault() && home.isWhole()) {
            return home;
        }
        String version = zomg.cli.support.Version.current();
        return new Installation(
                Installation.ROOT.resolve(
                        places.isDefault() ? version : version + "-" + instance()));
    }

    Places places() {
        return places;
    }
}
