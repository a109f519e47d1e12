package zomg.model.base;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import zomg.error.InvalidInput;

/** Where an imported base comes from. */
public sealed interface BaseSource {

    /** Who publishes suites. */
    enum Vendor {
        DEBIAN,
        UBUNTU;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A directory or a tar archive on the server's machine.
     *
     * @param path absolute
     */
    record Place(String path) implements BaseSource {

        private static final int MOST = 4095;

        public Place {
            if (!path.startsWith("/")
                    || path.length() > MOST
                    || path.chars().anyMatch(Character::isISOControl)) {
                throw InvalidInput.field(
                        "from",
                        "must be an absolute path on the server's machine, without control"
                                + " characters, or debian:SUITE, or ubuntu:SUITE");
            }
        }

        @Override
        public String toString() {
            return path;
        }
    }

    /** A release of a distribution, from its mirror. */
    record Suite(Vendor vendor, String name) implements BaseSource {

        private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

        public Suite {
            if (!NAME.matcher(name).matches()) {
                throw InvalidInput.field(
                        "from",
                        "must name a suite as its mirror does, as in %s:%s"
                                .formatted(
                                        vendor.word(),
                                        vendor == Vendor.DEBIAN ? "bookworm" : "noble"));
            }
        }

        @Override
        public String toString() {
            return vendor.word() + ":" + name;
        }
    }

    static BaseSource parse(String text) {
        int colon = text.indexOf(':');
        Optional<Vendor> vendor =
                Arrays.stream(Vendor.values())
                        .filter(one -> text.startsWith(one.word() + ":"))
                        .findAny();
        return vendor.<BaseSource>map(one -> new Suite(one, text.substring(colon + 1)))
                .orElseGet(() -> new Place(text));
    }
}
