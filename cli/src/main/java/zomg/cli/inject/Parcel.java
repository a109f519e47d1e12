package zomg.cli.inject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import zomg.cli.support.Failure;

/**
 * A file on its way into a box.
 *
 * @param what it is called in what is said about it
 * @param target where it goes
 * @param mode what it gets there, as chmod takes it
 */
record Parcel(String what, byte[] content, String target, String mode) {

    static final String PRIVATE = "600";
    static final String PUBLIC = "644";

    private static final long LONGEST = 1024 * 1024;

    /**
     * @throws Failure if it cannot be read
     */
    static Parcel of(String what, Path source, String target, String mode) {
        try {
            if (Files.size(source) > LONGEST) {
                throw Failure.of("%s %s has more than 1 MiB".formatted(what, source));
            }
            return new Parcel(what, Files.readAllBytes(source), target, mode);
        } catch (IOException unreadable) {
            throw Failure.of("%s %s cannot be read".formatted(what, source));
        }
    }
}
