package zomg.btrfs;

import java.nio.file.Files;
import java.nio.file.Path;
import zomg.model.base.BaseSource.Suite;

/**
 * Something that debootstrap can fetch.
 *
 * @param components of the archive, separated by commas; Ubuntu has tini in universe
 * @param keyring with which the mirror's signature is checked; never fetched unchecked
 * @param script of debootstrap, which does not know suites newer than itself
 */
public record Distribution(
        String name, String suite, String mirror, String components, Path keyring, Path script) {

    private static final Path KEYRINGS = Path.of("/usr/share/keyrings");
    private static final Path SCRIPTS = Path.of("/usr/share/debootstrap/scripts");

    static Distribution of(Suite suite, String mirror, Path keys) {
        return switch (suite.vendor()) {
            case UBUNTU ->
                    new Distribution(
                            "Ubuntu",
                            suite.name(),
                            mirror,
                            "main,universe",
                            keyring("ubuntu-archive", keys),
                            SCRIPTS.resolve("gutsy"));
            case DEBIAN ->
                    new Distribution(
                            "Debian",
                            suite.name(),
                            mirror,
                            "main",
                            keyring("debian-archive", keys),
                            SCRIPTS.resolve("sid"));
        };
    }

    /** The system's own, else the one that we bring: Debian has none of Ubuntu. */
    private static Path keyring(String name, Path keys) {
        Path system = KEYRINGS.resolve(name + "-keyring.gpg");
        return Files.exists(system) ? system : keys.resolve(name + ".asc");
    }

    /** The file that every mirror of the suite has. */
    String releaseUrl() {
        return mirror + "/dists/" + suite + "/InRelease";
    }

    /** Whether this machine can check what it would fetch. */
    boolean isVerifiable() {
        return Files.exists(keyring);
    }

    @Override
    public String toString() {
        return "%s %s from %s".formatted(name, suite, mirror);
    }
}
