package zomg.model.request;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import zomg.error.ErrorCode;
import zomg.error.InvalidInput;
import zomg.error.Refusal;
import zomg.model.id.Uid;
import zomg.model.journal.Change;

/**
 * One attempt at a request that carries an Idempotency-Key: whatever happens to its answer, it may
 * be sent again and is done once. Whoever works on it binds {@link #CURRENT}, and again in each
 * thread that the work is handed to, so that what it changes is noted under its key.
 *
 * @param fingerprint of what is asked for, so that a key is not used for something else
 * @param earlier an attempt that made a box, or began to, and whose answer nobody knows
 */
public record KeyedRequest(Key key, String fingerprint, Uid attempt, Optional<Begun> earlier) {

    /** Of the work that this thread does. */
    public static final ScopedValue<KeyedRequest> CURRENT = ScopedValue.newInstance();

    /** Chosen by a client; two clients may choose the same one. */
    public record Key(String digest) {

        private static final Pattern RULE = Pattern.compile("[\\x21-\\x7E]{1,255}");

        /**
         * @param actor whose key it is
         * @throws InvalidInput INVALID_REQUEST
         */
        public static Key of(String actor, String text) {
            if (!RULE.matcher(text).matches()) {
                throw InvalidInput.field(
                        "Idempotency-Key", "must be 1 to 255 visible characters of ASCII");
            }
            return new Key(KeyedRequest.digest(actor, text));
        }
    }

    /** Of the work that this thread does, if it carries a key. */
    public static Optional<KeyedRequest> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /**
     * What is begun once this attempt has made a change.
     *
     * @param noted what was begun under the key before
     * @throws Refusal REQUEST_IN_PROGRESS
     */
    public Begun begun(Optional<Begun> noted, Change change) {
        requireOurs(noted);
        return noted.filter(begun -> begun.attempt().equals(attempt))
                .map(begun -> begun.and(change))
                .orElseGet(() -> Begun.by(attempt, change));
    }

    /**
     * @throws Refusal REQUEST_IN_PROGRESS if what was noted is of an attempt that this one does not
     *     go on with
     */
    public void requireOurs(Optional<Begun> noted) {
        if (!isOurs(noted)) {
            throw inProgress();
        }
    }

    public boolean isOurs(Optional<Begun> noted) {
        return noted.map(Begun::attempt)
                .map(
                        other ->
                                other.equals(attempt)
                                        || earlier.map(Begun::attempt).equals(Optional.of(other)))
                .orElse(true);
    }

    public static Refusal inProgress() {
        return new Refusal(
                ErrorCode.REQUEST_IN_PROGRESS,
                "a request with this Idempotency-Key is being worked on; ask again later");
    }

    public static Refusal answerLost() {
        return new Refusal(
                ErrorCode.ANSWER_LOST,
                "a request with this Idempotency-Key was begun, and its answer is not known or was"
                        + " not kept; look at what it was to change");
    }

    /** SHA-256 of the parts, none of which is taken for a part of its neighbour. */
    public static String digest(String... parts) {
        StringBuilder content = new StringBuilder();
        for (String part : parts) {
            content.append(part.length()).append(':').append(part);
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(content.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
