package zomg.btrfs;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import zomg.model.base.BaseSource.Suite;
import zomg.model.base.BaseSource.Vendor;

/**
 * Which distributions there are to start from.
 *
 * @param candidates for the server's own base, best first
 * @param mirrors of the others
 * @param keys where armored keys are that the system may not have
 */
public record Distributions(List<Distribution> candidates, Mirrors mirrors, Path keys) {

    /** Where suites come from. */
    public record Mirrors(String debian, String ubuntu) {

        public static final Mirrors PUBLIC =
                new Mirrors("http://deb.debian.org/debian", "http://archive.ubuntu.com/ubuntu");

        private String of(Vendor vendor) {
            return switch (vendor) {
                case DEBIAN -> debian;
                case UBUNTU -> ubuntu;
            };
        }
    }

    private static final Set<String> UBUNTU_SUITES =
            Set.of("jammy", "noble", "plucky", "questing", "resolute");

    public Distributions {
        candidates = List.copyOf(candidates);
    }

    /**
     * The server's own base is made of Ubuntu 24.04, and of Debian where Ubuntu's mirror is out of
     * reach. A suite that is asked for is the only one.
     *
     * @param mirror for that base alone
     */
    public static Distributions of(
            Optional<String> suite, Optional<String> mirror, Mirrors mirrors, Path keys) {
        List<Distribution> candidates =
                suite.map(List::of).orElseGet(() -> List.of("noble", "bookworm")).stream()
                        .map(
                                name ->
                                        new Suite(
                                                UBUNTU_SUITES.contains(name)
                                                        ? Vendor.UBUNTU
                                                        : Vendor.DEBIAN,
                                                name))
                        .map(
                                wanted ->
                                        Distribution.of(
                                                wanted,
                                                mirror.orElseGet(() -> mirrors.of(wanted.vendor())),
                                                keys))
                        .toList();
        return new Distributions(candidates, mirrors, keys);
    }

    Distribution of(Suite suite) {
        return Distribution.of(suite, mirrors.of(suite.vendor()), keys);
    }
}
