package zomg.memory;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import zomg.model.id.Uid;
import zomg.model.journal.Change;
import zomg.model.operation.Operation;
import zomg.port.Operations;

/** Operations in memory. */
public final class InMemoryOperations implements Operations {

    private static final Comparator<Operation> NEWEST_FIRST =
            Comparator.comparing(Operation::createdAt).thenComparing(Operation::id).reversed();

    private final Map<Uid, Operation> records = new HashMap<>();
    private final NextFailure updateFailure = new NextFailure();
    private final InMemoryJournal journal;

    public InMemoryOperations() {
        this(new InMemoryJournal());
    }

    public InMemoryOperations(InMemoryJournal journal) {
        this.journal = journal;
    }

    public void failNextUpdate(RuntimeException failure) {
        updateFailure.prepare(failure);
    }

    @Override
    public synchronized void add(Operation operation) {
        journal.add(Change.of(operation));
        records.put(operation.id(), operation);
    }

    @Override
    public synchronized void update(Operation operation) {
        updateFailure.strike();
        Operation before = records.get(operation.id());
        if (before != null && before.state() != operation.state()) {
            journal.add(Change.of(operation));
        }
        records.replace(operation.id(), operation);
    }

    @Override
    public synchronized Optional<Operation> find(Uid id) {
        return Optional.ofNullable(records.get(id));
    }

    @Override
    public synchronized List<Operation> list(Query query) {
        return records.values().stream()
                .filter(one -> query.project().map(one.ref().project()::equals).orElse(true))
                .filter(one -> query.state().map(state -> one.state() == state).orElse(true))
                .filter(one -> query.after().map(place -> isLater(one, place)).orElse(true))
                .sorted(NEWEST_FIRST)
                .limit(query.limit())
                .toList();
    }

    private static boolean isLater(Operation operation, Place place) {
        int order = operation.createdAt().compareTo(place.createdAt());
        return order < 0 || order == 0 && operation.id().compareTo(place.id()) < 0;
    }

    @Override
    public synchronized void forget(Instant before, int most) {
        List<Uid> beyond =
                records.values().stream()
                        .sorted(NEWEST_FIRST)
                        .skip(most)
                        .map(Operation::id)
                        .toList();
        records.values()
                .removeIf(
                        one ->
                                one.hasEnded()
                                        && (one.updatedAt().isBefore(before)
                                                || beyond.contains(one.id())));
    }
}
