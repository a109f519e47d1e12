package zomg.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import zomg.cli.support.Failure;
import zomg.cli.support.OwnFile;
import zomg.cli.support.ServerFile;

/**
 * The classes of the command as the JVM wants them (JEP 483, 514), made once for an installation by
 * a run that is for nobody. {@code bin/zomg} uses them if they are there.
 */
record CommandClasses(Installation installation) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Whether they are there, for this JVM. */
    boolean areDone() {
        try {
            return Files.readString(folder().resolve("of")).equals(identity());
        } catch (IOException absent) {
            return false;
        }
    }

    /**
     * @throws Failure if it cannot be done, and commands take longer for now
     */
    void make(Places places, Machine machine) {
        Path next = folder().resolve("command.aot.new");
        try {
            OwnFile.makeFolder(folder(), "rwxr-xr-x");
            Machine.Outcome made =
                    machine.run(
                            PATIENCE,
                            List.of(
                                    "env",
                                    "--unset=ZOMG_PROFILE",
                                    "--unset=ZOMG_URL",
                                    "--unset=ZOMG_API_URL",
                                    "--unset=ZOMG_TOKEN",
                                    "--unset=ZOMG_SETUP_DIR",
                                    "XDG_CONFIG_HOME=" + folder(),
                                    "%s=%s".formatted(ServerFile.RUN_DIR_VARIABLE, places.run()),
                                    "ZOMG_CLASSES_OUTPUT=" + next,
                                    installation.command().toString(),
                                    "rehearse"));
            if (!made.isGood() || !Files.exists(next)) {
                throw Failure.of("the command's classes: " + made.output().strip());
            }
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString(OwnFile.PUBLIC));
            Files.move(next, folder().resolve("command.aot"), StandardCopyOption.REPLACE_EXISTING);
            OwnFile.write(folder().resolve("of"), identity(), OwnFile.PUBLIC);
        } catch (IOException failed) {
            throw Failure.of("the command's classes: " + failed);
        }
    }

    /** Goes with the installation, and so with the jars that it was made of. */
    private Path folder() {
        return installation.folder().resolve("prepared");
    }

    private static String identity() {
        return "%s %s%n"
                .formatted(System.getProperty("java.home"), System.getProperty("java.vm.version"));
    }
}
