package zomg.port;

import java.time.Instant;
import java.util.Optional;
import zomg.model.base.BaseReference;
import zomg.model.id.Uid;

/**
 * What was printed while bases were built: of each build the last part, of builds the last ones,
 * also of those that failed or that a server did not survive. No room is no failure: what cannot be
 * written is left out.
 */
public interface BuildLogs {

    /**
     * A part of a log.
     *
     * @param offset of its first byte, counted from the beginning of the log
     */
    record Piece(long offset, byte[] bytes) {

        /** Where the next one begins. */
        public long end() {
            return offset + bytes.length;
        }
    }

    /** What was printed at once. */
    record Printed(byte[] bytes) {}

    /** Begins a log, the newest of its base, and forgets the oldest ones; once is enough. */
    void begin(Uid build, BaseReference base, Instant now);

    /** Adds to the end of a log that was begun; to no other. */
    void append(Uid build, Printed more);

    /** The build whose log was begun last, of this version, or of any if the tag is empty. */
    Optional<Uid> newest(BaseReference base);

    /**
     * What a log has from {@code offset} on, or from the first byte after it that is still kept.
     *
     * @param most bytes
     * @return nothing but where it would begin, at the log's end; empty if there is no such log
     */
    Optional<Piece> read(Uid build, long offset, int most);
}
