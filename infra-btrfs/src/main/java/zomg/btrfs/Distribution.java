package zomg.btrfs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    private static final String UBUNTU_MIRROR = "http://archive.ubuntu.com/ubuntu";
    private static final String DEBIAN_MIRROR = "http://deb.debian.org/debian";
    private static final Set<String> UBUNTU_SUITES =
            Set.of("jammy", "noble", "plucky", "questing", "resolute");

    /**
     * What to try, best first: Ubuntu 24.04, and Debian where Ubuntu's mirror is out of reach. A
     * suite that is asked for is the only one.
     *
     * @param keys where armored keys are that the system may not have
     */
    public static List<Distribution> candidates(
            Optional<String> suite, Optional<String> mirror, Path keys) {
        return suite.map(wanted -> List.of(of(wanted, mirror, keys)))
                .orElseGet(() -> List.of(of("noble", mirror, keys), of("bookworm", mirror, keys)));
    }

    private static Distribution of(String suite, Optional<String> mirror, Path keys) {
        return UBUNTU_SUITES.contains(suite)
                ? new Distribution(
                        "Ubuntu",
                        suite,
                        mirror.orElse(UBUNTU_MIRROR),
                        "main,universe",
                        keyring("ubuntu-archive", keys),
                        SCRIPTS.resolve("gutsy"))
                : new Distribution(
                        "Debian",
                        suite,
                        mirror.orElse(DEBIAN_MIRROR),
                        "main",
                        keyring("debian-archive", keys),
                        SCRIPTS.resolve("sid"));
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
