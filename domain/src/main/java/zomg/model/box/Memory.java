package zomg.model.box;

import zomg.error.InvalidInput;

/** A memory limit, in MiB. */
public record Memory(int mebibytes) {

    private static final int MIN = 16;
    private static final int MAX = 16 * 1024 * 1024;

    public Memory {
        if (mebibytes < MIN || mebibytes > MAX) {
            throw InvalidInput.field("ram_mb", "must be from %d to %d".formatted(MIN, MAX));
        }
    }

    public long bytes() {
        return mebibytes * 1024L * 1024L;
    }
}
