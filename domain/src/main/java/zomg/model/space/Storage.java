package zomg.model.space;

import zomg.error.InvalidInput;

/**
 * How much may be kept on the disk of a box, or in a data volume, in GiB; what it shares with what
 * it was copied from does not count.
 */
public record Storage(int gibibytes) {

    private static final int MIN = 1;
    private static final int MAX = 1024 * 1024;

    public Storage {
        if (gibibytes < MIN || gibibytes > MAX) {
            throw InvalidInput.field("storage_gb", "must be from %d to %d".formatted(MIN, MAX));
        }
    }

    public long bytes() {
        return (long) gibibytes << 30;
    }
}
