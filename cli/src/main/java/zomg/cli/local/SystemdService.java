package zomg.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import zomg.cli.local.Machine.Outcome;
import zomg.cli.support.Failure;
import zomg.cli.support.OwnFile;

/** The server as a service of systemd: started with the machine, and again when it dies. */
final class SystemdService {

    static final Path UNITS = Path.of("/etc/systemd/system");

    /** There if systemd runs the machine; see sd_booted(3). */
    static final Path BOOTED = Path.of("/run/systemd/system");

    /** As long as the unit lets a start take. */
    private static final Duration PATIENCE = Duration.ofSeconds(130);

    private static final String SUFFIX = ".service";
    private static final int NO_SUCH_PROGRAM = 127;

    private final Path unit;
    private final Path booted;
    private final Machine machine;

    /**
     * @param units where the units of this machine's administrator are
     * @param booted {@link #BOOTED}
     * @param name of the unit, without its suffix
     */
    SystemdService(Path units, Path booted, String name, Machine machine) {
        this.unit = units.resolve(name + SUFFIX);
        this.booted = booted;
        this.machine = machine;
    }

    Path unit() {
        return unit;
    }

    boolean isInstalled() {
        try {
            return Files.isRegularFile(unit, LinkOption.NOFOLLOW_LINKS)
                    && Files.readString(unit).startsWith(ServiceUnit.HEAD);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Whether systemd can start anything here. */
    boolean isManaged() {
        return Files.isDirectory(booted);
    }

    /** Whether it is what systemd has running. */
    boolean isActive() {
        return isInstalled() && isManaged() && systemctl("is-active", "--quiet", name()).isGood();
    }

    private String name() {
        return unit.getFileName().toString();
    }

    /**
     * Writes unit and environment, and has systemd check the unit.
     *
     * @throws Failure if a file of somebody else's stands there, or systemd finds a mistake
     */
    void install(ServiceUnit text, Map<String, String> variables) {
        if (Files.exists(unit, LinkOption.NOFOLLOW_LINKS) && !isInstalled()) {
            throw Failure.of("%s is not zomg's and was left as it is".formatted(unit));
        }
        OwnFile.write(text.environmentFile(), ServiceUnit.environment(variables), OwnFile.PRIVATE);
        OwnFile.write(unit, text.text(), OwnFile.PUBLIC);
        Outcome check =
                machine.run(PATIENCE, List.of("systemd-analyze", "verify", unit.toString()));
        if (!check.isGood() && check.exitCode() != NO_SUCH_PROGRAM) {
            delete();
            throw Failure.of("%s is refused by systemd: %s".formatted(unit, check.output()));
        }
    }

    /** Now, and with the machine from now on; returns when the server answers. */
    void start() {
        require("daemon-reload");
        require("enable", name());
        require("restart", name());
    }

    /**
     * Until somebody starts it, or the machine; where there is nothing to stop, nothing happens.
     */
    void stop() {
        if (isInstalled() && isManaged()) {
            require("stop", name());
        }
    }

    /** It does not start with the machine any more. */
    void disable() {
        if (isInstalled() && isManaged()) {
            require("disable", name());
        }
    }

    void remove() {
        if (!isInstalled()) {
            return;
        }
        disable();
        delete();
        if (isManaged()) {
            require("daemon-reload");
        }
    }

    private void delete() {
        try {
            Files.deleteIfExists(unit);
        } catch (IOException failed) {
            throw Failure.of("%s cannot be deleted: %s".formatted(unit, failed.getMessage()));
        }
    }

    private void require(String... words) {
        Outcome outcome = systemctl(words);
        if (!outcome.isGood()) {
            throw Failure.of(
                    "systemctl %s failed: %s"
                            .formatted(String.join(" ", words), outcome.output().strip()));
        }
    }

    private Outcome systemctl(String... words) {
        return machine.run(
                PATIENCE, Stream.concat(Stream.of("systemctl"), Arrays.stream(words)).toList());
    }
}
