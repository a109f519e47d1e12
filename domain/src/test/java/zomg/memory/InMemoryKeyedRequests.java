package zomg.memory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import zomg.fixture.SteppingClock;
import zomg.model.journal.Change;
import zomg.model.request.Answer;
import zomg.model.request.Begun;
import zomg.model.request.KeyedRequest;
import zomg.port.KeyedRequests;

/** Requests with an Idempotency-Key in memory. The stores of one machine share one. */
public final class InMemoryKeyedRequests implements KeyedRequests {

    private static final int MAX_BODY = 64 * 1024;

    /** What is known of a key, and since when. */
    public record Noted(Known known, Instant at) {}

    private final Map<KeyedRequest.Key, Noted> records = new HashMap<>();
    private final InstantSource clock;

    public InMemoryKeyedRequests() {
        this(new SteppingClock());
    }

    public InMemoryKeyedRequests(InstantSource clock) {
        this.clock = clock;
    }

    /** What stores call before they make a change, in the same moment. */
    synchronized void changing(Change change) {
        KeyedRequest.current()
                .ifPresent(request -> put(request, request.begun(begun(request), change)));
    }

    private Optional<Begun> begun(KeyedRequest request) {
        return find(request.key()).map(Known::begun);
    }

    private void put(KeyedRequest request, Begun begun) {
        Optional<Answer> answer =
                find(request.key())
                        .filter(known -> known.begun().attempt().equals(begun.attempt()))
                        .flatMap(Known::answer);
        put(request, begun, answer);
    }

    private void put(KeyedRequest request, Begun begun, Optional<Answer> answer) {
        records.put(
                request.key(),
                new Noted(new Known(request.fingerprint(), begun, answer), clock.instant()));
    }

    /** Everything of a key, so that a power cut can take back what was noted last. */
    public synchronized Optional<Noted> noted(KeyedRequest.Key key) {
        return Optional.ofNullable(records.get(key));
    }

    /** As it was before the last note, if nothing was noted since. */
    public synchronized void takeBack(
            KeyedRequest.Key key, Optional<Noted> last, Optional<Noted> before) {
        if (noted(key).equals(last)) {
            records.remove(key);
            before.ifPresent(noted -> records.put(key, noted));
        }
    }

    @Override
    public synchronized Optional<Known> find(KeyedRequest.Key key) {
        return Optional.ofNullable(records.get(key)).map(Noted::known);
    }

    @Override
    public synchronized void begin(KeyedRequest request) {
        request.requireOurs(begun(request));
        put(request, Begun.unrecorded(request.attempt()));
    }

    @Override
    public synchronized void answer(KeyedRequest request, Answer answer) {
        Optional<Begun> noted = begun(request);
        if (request.isOurs(noted)) {
            put(
                    request,
                    noted.orElseGet(() -> Begun.unrecorded(request.attempt())),
                    Optional.of(answer).filter(given -> given.body().length() <= MAX_BODY));
        }
    }

    @Override
    public synchronized void release(KeyedRequest request) {
        if (request.isOurs(begun(request))) {
            records.remove(request.key());
        }
    }

    @Override
    public synchronized void forget(Instant before, int most) {
        List<KeyedRequest.Key> beyond =
                records.entrySet().stream()
                        .sorted(
                                Map.Entry.comparingByValue(
                                        Comparator.comparing(Noted::at).reversed()))
                        .skip(most)
                        .map(Map.Entry::getKey)
                        .toList();
        records.keySet().removeAll(beyond);
        records.values().removeIf(noted -> noted.at().isBefore(before));
    }
}
