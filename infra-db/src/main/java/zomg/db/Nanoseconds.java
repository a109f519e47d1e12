package zomg.db;

import java.time.Instant;

/** Instants as nanoseconds since 1970, which end in the year 2262. */
final class Nanoseconds {

    private static final long PER_SECOND = 1_000_000_000L;

    private Nanoseconds() {}

    static long of(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano());
    }

    static Instant instant(long nanoseconds) {
        return Instant.ofEpochSecond(
                Math.floorDiv(nanoseconds, PER_SECOND), Math.floorMod(nanoseconds, PER_SECOND));
    }
}
