package zomg.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import zomg.error.Refusal;
import zomg.fixture.UseCases;
import zomg.model.box.BoxStatus;
import zomg.model.id.BoxRef;
import zomg.model.id.Uid;
import zomg.model.journal.Cause;
import zomg.model.journal.Change;
import zomg.model.journal.Entry;
import zomg.model.request.Answer;
import zomg.model.request.KeyedRequest;
import zomg.port.Journal;
import zomg.simulation.Violation.Promise;
import zomg.usecase.request.AnswerOnce;

/**
 * A request with an Idempotency-Key, as the edge of a server works on it. The journal tells what
 * all attempts at it have done together.
 *
 * @param what a fingerprint
 */
record Keyed(KeyedRequest.Key key, BoxRef ref, String what) {

    static final String CREATE = "create";
    static final String DELETE = "delete";

    private static final int ALL = 1_000_000;

    /**
     * What it was answered.
     *
     * @param uid of the box that was made or deleted; empty if there was none
     * @param replayed whether it was answered so before
     */
    record Reply(Optional<Uid> uid, boolean replayed) {}

    /**
     * @throws Refusal what the work throws, or what is to be said of the key
     */
    Reply ask(UseCases zomg, Supplier<Optional<Uid>> work) {
        AtomicReference<RuntimeException> thrown = new AtomicReference<>();
        AnswerOnce.Outcome outcome =
                ScopedValue.where(Cause.CURRENT, Cause.request(key.digest()))
                        .call(
                                () ->
                                        zomg.answerOnce()
                                                .answer(key, what, () -> worked(work, thrown)));
        if (thrown.get() != null) {
            throw thrown.get();
        }
        return new Reply(
                Optional.of(outcome.answer().body()).filter(body -> !body.isEmpty()).map(Uid::new),
                outcome.replayed());
    }

    private static Answer worked(
            Supplier<Optional<Uid>> work, AtomicReference<RuntimeException> thrown) {
        try {
            return answer(200, work.get().map(Uid::value).orElse(""));
        } catch (Refusal refusal) {
            thrown.set(refusal);
            return answer(409, refusal.code().wireName());
        } catch (RuntimeException fault) {
            thrown.set(fault);
            return answer(500, "");
        }
    }

    private static Answer answer(int status, String body) {
        return new Answer(status, Map.of(), body);
    }

    /** Of all that was ever asked for under a key, one attempt had an effect. */
    static void check(World world, Set<Keyed> all) {
        Map<String, List<Change>> changes = new TreeMap<>();
        for (Entry entry : world.machine().history().after(0, Journal.Filter.NONE, ALL)) {
            entry.cause()
                    .requestId()
                    .ifPresent(
                            key ->
                                    changes.computeIfAbsent(key, _ -> new ArrayList<>())
                                            .add(entry.change()));
        }
        for (Keyed one : all) {
            Set<Uid> boxes = one.effects(changes.getOrDefault(one.key.digest(), List.of()));
            Violation.unless(
                    boxes.size() <= 1,
                    Promise.P6_ONE_KEY_ONE_EFFECT,
                    "one request to %s %s did it to the boxes %s",
                    one.what,
                    one.ref,
                    boxes);
        }
    }

    /** What was made and undone again was no effect. */
    private Set<Uid> effects(List<Change> changes) {
        Map<Uid, Change> last = new TreeMap<>();
        changes.stream()
                .filter(Change::isOfBox)
                .forEach(change -> change.uid().ifPresent(uid -> last.put(uid, change)));
        return last.entrySet().stream()
                .filter(entry -> what.equals(DELETE) || isRunning(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static boolean isRunning(Change change) {
        return change.to().equals(Optional.of(BoxStatus.RUNNING.wireName()));
    }
}
