package zomg.api.error;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import zomg.model.journal.Cause;

/** Ties an answer to what the log says about it. A client may bring its own. */
public record RequestId(String value) {

    public static final String HEADER = "X-Request-Id";

    /** Of the request that this thread works on. */
    public static final ScopedValue<RequestId> CURRENT = ScopedValue.newInstance();

    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9-]{1,64}");

    /** The client's if it is harmless in a log, else a new one. */
    public static RequestId of(String header) {
        return Optional.ofNullable(header)
                .filter(given -> SANE.matcher(given).matches())
                .map(RequestId::new)
                .orElseGet(() -> new RequestId(UUID.randomUUID().toString()));
    }

    /** Does what nobody asked for, under an id that the log and the journal share. */
    public static void newWork(String reason, Runnable work) {
        RequestId id = of(null);
        ScopedValue.where(CURRENT, id)
                .where(Cause.CURRENT, Cause.own(reason, id.value()))
                .run(work);
    }

    static RequestId current() {
        return CURRENT.isBound() ? CURRENT.get() : of(null);
    }

    @Override
    public String toString() {
        return value;
    }
}
