package zomg.cli.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import zomg.cli.client.ServerClient;
import zomg.cli.client.ShutDown;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.support.ServerFile;
import zomg.cli.support.Unreachable;
import zomg.cli.support.Waiting;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class DownCommand extends Command {

    static final String KEEP_WITH_PURGE = "--keep-boxes cannot be used with --purge";
    static final String NOT_RUNNING = "zomg is not up; nothing was changed";
    static final String NOT_CONFIRMED = "not confirmed; nothing was deleted";

    private static final int SERVER_ERROR = 500;
    private static final String YES = "yes";

    /** Every box has its grace; they end side by side or one by one, that is the server's. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    /**
     * The kernel detaches a loop device when its last user is gone: who copies the mounts of the
     * machine at that moment, to start a box of another server, is one.
     */
    private static final Duration RELEASED = Duration.ofSeconds(10);

    private final Value<Boolean> keepBoxes = flag("Stop the server only.", "--keep-boxes");
    private final Value<Boolean> purge =
            flag("Then delete every box, base and setting; asks for a typed yes.", "--purge");
    private final Value<Boolean> confirmed = flag("The typed yes of --purge.", "--yes");
    private final PlaceOptions placeOptions = new PlaceOptions(this);

    private final Invocation invocation;
    private final Machine machine = new Machine();

    public DownCommand(Invocation invocation) {
        super(
                "down",
                "Stop this machine's boxes and its server; the next up resumes what ran.",
                "sudo zomg down");
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        if (keepBoxes.get() && purge.get()) {
            throw Failure.usage(KEEP_WITH_PURGE);
        }
        machine.requireRoot("down");
        Places places = Places.of(placeOptions, invocation.environment());
        if (!Files.exists(places.state())) {
            invocation.output().line(NOT_RUNNING);
            return ExitCode.OK;
        }
        if (purge.get()) {
            confirm(places);
        }
        LocalServer server = new LocalServer(places, machine, invocation);
        Settings settings = Settings.read(places.settingsFile());
        Optional<ServerFile> last = ServerFile.read(places.run());
        last.ifPresent(server::requireOurs);
        stop(server, settings, last);
        if (purge.get()) {
            delete(server, settings, last);
        }
        return ExitCode.OK;
    }

    private void stop(LocalServer server, Settings settings, Optional<ServerFile> last) {
        Optional<ServerFile> running = server.running();
        if (running.isEmpty() && !keepBoxes.get() && isSomethingLeft(server.places())) {
            invocation
                    .output()
                    .line("The server is gone; starting it once more to stop its boxes.");
            ServerFile started = server.start(installationOf(server, settings, last), settings);
            new SetupProgress(new ServerClient(server.http(started)), invocation.terminal())
                    .await();
            running = Optional.of(started);
        }
        if (running.isEmpty()) {
            server.service().stop();
            server.forget();
            invocation.output().line(NOT_RUNNING);
            return;
        }
        shutDown(server, running.get());
        server.end(running.get());
        if (!keepBoxes.get()) {
            server.service().disable();
        }
        invocation
                .output()
                .line(keepBoxes.get() ? "The server is down; its boxes stay." : "zomg is down.");
    }

    /** A killed server leaves its boxes running, and the pool mounted under them. */
    private boolean isSomethingLeft(Places places) {
        return !machine.mountsBelow(places.state()).isEmpty()
                || !machine.mountsBelow(places.run().resolve("boxes")).isEmpty();
    }

    private void shutDown(LocalServer server, ServerFile file) {
        try {
            new ServerClient(server.http(file).patient(PATIENCE))
                    .shutDown(new ShutDown.Builder().keepBoxes(keepBoxes.get()).build());
        } catch (Unreachable away) {
            requireKeeping(away.getMessage());
        } catch (ApiFailure refused) {
            if (refused.status() < SERVER_ERROR) {
                throw refused;
            }
            requireKeeping(refused.sentence());
        }
    }

    /** To end the server alone its word is not needed. */
    private void requireKeeping(String reason) {
        if (!keepBoxes.get()) {
            throw Failure.of(
                    reason + "; zomg down --keep-boxes ends it without stopping the boxes");
        }
    }

    private static Installation installationOf(
            LocalServer server, Settings settings, Optional<ServerFile> last) {
        return last.map(ServerFile::installDir)
                .or(() -> settings.get(Settings.INSTALL_DIR))
                .map(folder -> new Installation(Path.of(folder)))
                .orElseGet(server::standardInstallation);
    }

    private void confirm(Places places) throws IOException {
        if (confirmed.get()) {
            return;
        }
        invocation
                .terminal()
                .err()
                .print(
                        "This deletes every box, base and setting in %s. Type yes: "
                                .formatted(places.state()));
        invocation.terminal().err().flush();
        byte[] typed = new byte[YES.length() + 1];
        int length = invocation.terminal().in().readNBytes(typed, 0, typed.length);
        String line = new String(typed, 0, length, StandardCharsets.UTF_8);
        if (!line.equals(YES) && !line.equals(YES + "\n")) {
            throw Failure.of(NOT_CONFIRMED);
        }
    }

    private List<Path> mounts(Places places) {
        return machine.mountsBelow(places.state());
    }

    private List<String> loops(Places places) {
        return machine.loopDevicesOf(places.poolImage());
    }

    private void delete(LocalServer server, Settings settings, Optional<ServerFile> last) {
        Places places = server.places();
        if (!Waiting.until(RELEASED, () -> mounts(places).isEmpty() && loops(places).isEmpty())) {
            throw Failure.of(
                    "nothing was deleted, because something still holds the pool: %s %s"
                            .formatted(mounts(places), loops(places)));
        }
        Installation installation = installationOf(server, settings, last);
        try {
            server.service().remove();
            server.tokens().forget(invocation.environment());
            if (installation.isStandard()) {
                installation.remove(Installation.LINK);
            }
            Tree.delete(places.run());
            Tree.delete(places.state());
        } catch (IOException failed) {
            throw Failure.of("not everything could be deleted: " + failed);
        }
        invocation.output().line("Deleted %s.".formatted(places.state()));
        settings.get(Settings.DATABASE_URL)
                .ifPresent(
                        url ->
                                invocation
                                        .output()
                                        .line(
                                                "The records in %s are left as they are."
                                                        .formatted(url)));
        settings.get(Settings.POOL)
                .ifPresent(
                        pool ->
                                invocation
                                        .output()
                                        .line("The btrfs at %s is left as it is.".formatted(pool)));
    }
}
