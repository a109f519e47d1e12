package zomg.port;

import java.time.Instant;
import java.util.Optional;
import zomg.model.request.Answer;
import zomg.model.request.Begun;
import zomg.model.request.KeyedRequest;

/**
 * What became of requests that carry an Idempotency-Key. The stores of records note here, in the
 * transaction of each change, what {@link KeyedRequest#CURRENT} has begun: so it is there if and
 * only if the change is.
 */
public interface KeyedRequests {

    /**
     * What is known of a key.
     *
     * @param answer empty if it is not known, or larger than what is kept
     */
    record Known(String fingerprint, Begun begun, Optional<Answer> answer) {}

    Optional<Known> find(KeyedRequest.Key key);

    /**
     * Notes that the request does what no record will tell of; on disk when this returns.
     *
     * @throws zomg.error.Refusal REQUEST_IN_PROGRESS if another attempt has begun
     */
    void begin(KeyedRequest request);

    /**
     * Notes what it was answered. A power cut may take that back, but not what was begun. Nothing
     * of a key that another attempt has.
     */
    void answer(KeyedRequest request, Answer answer);

    /** Forgets what this attempt has begun: asked again, it is done again. */
    void release(KeyedRequest request);

    /** Forgets what was last noted before {@code before}, and beyond the newest {@code most}. */
    void forget(Instant before, int most);
}
