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
     */
    public static List<Distribution> candidates(Optional<String> suite, Optional<String> mirror) {
        return suite.map(wanted -> List.of(of(wanted, mirror)))
                .orElseGet(() -> List.of(of("noble", mirror), of("bookworm", mirror)));
    }

    private static Distribution of(String suite, Optional<String> mirror) {
        return UBUNTU_SUITES.contains(suite)
                ? new Distribution(
                        "Ubuntu",
                        suite,
                        mirror.orElse(UBUNTU_MIRROR),
                        "main,universe",
                        KEYRINGS.resolve("ubuntu-archive-keyring.gpg"),
                        SCRIPTS.resolve("gutsy"))
                : new Distribution(
                        "Debian",
                        suite,
                        mirror.orElse(DEBIAN_MIRROR),
                        "main",
                        KEYRINGS.resolve("debian-archive-keyring.gpg"),
                        SCRIPTS.resolve("sid"));
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
