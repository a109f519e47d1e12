package zomg.cli.local;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import zomg.cli.support.Failure;

/** How large the pool's image becomes: its blocks are taken at once, so the disk must have them. */
final class PoolSize {

    static final String BAD_FORM = "--pool-size must be a number with a unit such as 20G or 4096M";

    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,8})([MG])");
    private static final long MEBIBYTE = 1024L * 1024;
    private static final long GIBIBYTE = 1024 * MEBIBYTE;
    private static final long USUAL = 20 * GIBIBYTE;

    /** The base, its build, and a few boxes. */
    private static final long LEAST = 4 * GIBIBYTE;

    /** What stays for the rest of the machine. */
    private static final long RESERVE = GIBIBYTE;

    private PoolSize() {}

    static boolean isSize(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * What is asked for, or 20 GiB, or less where the disk has not got that much.
     *
     * @param usable free bytes where the image is to lie
     * @throws Failure if it does not fit
     */
    static String choose(Optional<String> wanted, long usable) {
        if (wanted.isPresent()) {
            if (bytes(wanted.get()) > usable - RESERVE) {
                throw Failure.of(
                        "a pool of %s does not fit: %d MiB are free, and 1 GiB of them stays"
                                .formatted(wanted.get(), usable / MEBIBYTE));
            }
            return wanted.get();
        }
        long most = Math.min(USUAL, (usable - RESERVE) / GIBIBYTE * GIBIBYTE);
        if (most < LEAST) {
            throw Failure.of(
                    "the pool needs %d GiB of disk and 1 GiB besides, but %d MiB are free;"
                                    .formatted(LEAST / GIBIBYTE, usable / MEBIBYTE)
                            + " make room, or name another place with --state-dir or --pool");
        }
        return most / GIBIBYTE + "G";
    }

    private static long bytes(String size) {
        Matcher form = FORM.matcher(size);
        if (!form.matches()) {
            throw Failure.usage(BAD_FORM);
        }
        return Long.parseLong(form.group(1)) * (form.group(2).equals("G") ? GIBIBYTE : MEBIBYTE);
    }
}
