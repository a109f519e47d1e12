package zomg.usecase.request;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.request.Answer;
import zomg.model.request.Begun;
import zomg.model.request.KeyedRequest;
import zomg.port.IdSource;
import zomg.port.KeyedRequests;

/**
 * Does what is asked for under an Idempotency-Key once, however often it is asked for. A success is
 * answered again as it was. A refusal that changed nothing leaves nothing, so the next attempt is
 * judged anew. Of an attempt that died with its server the records tell how far it came.
 */
public final class AnswerOnce {

    /** So many are remembered at most, however young they are. */
    private static final int MOST = 10_000;

    /** How many more there may be meanwhile. */
    private static final int FORGET_AFTER = 1_000;

    /**
     * @param replayed whether it was given before
     */
    public record Outcome(Answer answer, boolean replayed) {}

    private final KeyedRequests requests;
    private final IdSource ids;
    private final InstantSource clock;
    private final Duration retention;
    private final Consumer<RuntimeException> fault;
    private final AtomicInteger noted = new AtomicInteger();
    private final Map<KeyedRequest.Key, String> underWay = new ConcurrentHashMap<>();

    /**
     * @param retention how long answers are remembered
     * @param fault told why an answer could not be noted; the request is answered all the same
     */
    public AnswerOnce(
            KeyedRequests requests,
            IdSource ids,
            InstantSource clock,
            Duration retention,
            Consumer<RuntimeException> fault) {
        this.requests = requests;
        this.ids = ids;
        this.clock = clock;
        this.retention = retention;
        this.fault = fault;
    }

    /**
     * @param fingerprint of what is asked for
     * @param work runs with {@link KeyedRequest#CURRENT} bound, if it has to
     * @throws Refusal IDEMPOTENCY_KEY_REUSED, REQUEST_IN_PROGRESS, ANSWER_LOST
     */
    public Outcome answer(KeyedRequest.Key key, String fingerprint, Supplier<Answer> work) {
        String other = underWay.putIfAbsent(key, fingerprint);
        if (other != null) {
            requireSame(other, fingerprint);
            throw KeyedRequest.inProgress();
        }
        try {
            Optional<KeyedRequests.Known> known = requests.find(key);
            known.ifPresent(before -> requireSame(before.fingerprint(), fingerprint));
            return known.flatMap(KeyedRequests.Known::answer)
                    .map(answer -> new Outcome(answer, true))
                    .orElseGet(
                            () ->
                                    new Outcome(
                                            attempt(
                                                    new KeyedRequest(
                                                            key,
                                                            fingerprint,
                                                            ids.next(),
                                                            known.map(AnswerOnce::goneOn)),
                                                    work),
                                            false));
        } finally {
            underWay.remove(key);
        }
    }

    private static void requireSame(String before, String fingerprint) {
        if (!before.equals(fingerprint)) {
            throw new Refusal(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "this Idempotency-Key was sent with another request; choose a new one");
        }
    }

    /** A create that was cut off is undone sooner or later; all else is finished. */
    private static Begun goneOn(KeyedRequests.Known before) {
        if (before.begun().box().isEmpty()) {
            throw KeyedRequest.answerLost();
        }
        return before.begun();
    }

    private Answer attempt(KeyedRequest request, Supplier<Answer> work) {
        Answer answer = ScopedValue.where(KeyedRequest.CURRENT, request).call(work::get);
        try {
            note(request, answer);
        } catch (RuntimeException failure) {
            fault.accept(failure);
        }
        return answer;
    }

    private void note(KeyedRequest request, Answer answer) {
        if (answer.isFinal()) {
            requests.answer(request, answer);
            if (noted.incrementAndGet() % FORGET_AFTER == 0) {
                forget();
            }
        } else if (!answer.isFault() && !isRecorded(request)) {
            requests.release(request);
        }
    }

    /**
     * A command that was refused has not run. What has changed a record before it failed is not
     * done again, because others may have gone on since; a create goes on with what it has begun.
     */
    private boolean isRecorded(KeyedRequest request) {
        return requests.find(request.key()).filter(known -> known.begun().recorded()).isPresent();
    }

    /** Forgets what nobody will ask for again. */
    public void forget() {
        requests.forget(clock.instant().minus(retention), MOST);
    }
}
