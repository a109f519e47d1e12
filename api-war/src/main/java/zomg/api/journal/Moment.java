package zomg.api.journal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import zomg.error.InvalidInput;

/** An instant in a request. */
public record Moment(Instant instant) {

    private static final int FIRST_YEAR = 1971;
    private static final int LAST_YEAR = 2261;

    public static Moment parse(String text) {
        try {
            return new Moment(inRange(OffsetDateTime.parse(text)));
        } catch (DateTimeException other) {
            throw InvalidInput.field("value", "must be a time such as 2026-02-03T04:05:06Z");
        }
    }

    private static Instant inRange(OffsetDateTime time) {
        if (time.getYear() < FIRST_YEAR || time.getYear() > LAST_YEAR) {
            throw new DateTimeException("a year that no journal has");
        }
        return time.toInstant();
    }

    @Override
    public String toString() {
        return instant.toString();
    }
}
