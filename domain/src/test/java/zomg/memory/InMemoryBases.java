package zomg.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;
import zomg.model.base.Making;
import zomg.model.id.Uid;
import zomg.model.journal.Change;
import zomg.port.Bases;

/** Base records in memory. */
public final class InMemoryBases implements Bases {

    private static final Comparator<Place> ORDER =
            Comparator.comparing((Place place) -> place.alias().value())
                    .thenComparing(Place::createdAt, Comparator.reverseOrder())
                    .thenComparing(place -> place.uid().value());

    private final List<Base> records = new ArrayList<>();
    private final Map<Uid, Making> makings = new HashMap<>();
    private final InMemoryJournal journal;

    public InMemoryBases() {
        this(new InMemoryJournal());
    }

    public InMemoryBases(InMemoryJournal journal) {
        this.journal = journal;
    }

    @Override
    public synchronized void add(Base base, Making making) {
        if (records.contains(base)) {
            return;
        }
        journal.add(Change.built(base));
        records.removeIf(
                known ->
                        known.alias().equals(base.alias())
                                && known.version().equals(base.version()));
        records.add(base);
        makings.put(base.uid(), making);
    }

    @Override
    public synchronized Making making(Uid base) {
        return records.stream().anyMatch(known -> known.uid().equals(base))
                ? makings.getOrDefault(base, Making.UNKNOWN)
                : Making.UNKNOWN;
    }

    @Override
    public synchronized void forget(Uid base) {
        records.stream()
                .filter(known -> known.uid().equals(base))
                .forEach(known -> journal.add(Change.deleted(known)));
        records.removeIf(known -> known.uid().equals(base));
    }

    @Override
    public synchronized Optional<Base> find(BaseReference reference) {
        return list(Optional.empty(), records.size()).stream()
                .filter(base -> base.alias().equals(reference.alias()))
                .filter(base -> reference.tag().map(base.version()::equals).orElse(true))
                .findFirst();
    }

    @Override
    public synchronized List<Base> list(Optional<Place> after, int limit) {
        return records.stream()
                .filter(
                        base ->
                                after.map(last -> ORDER.compare(Place.of(base), last) > 0)
                                        .orElse(true))
                .sorted(Comparator.comparing(Place::of, ORDER))
                .limit(limit)
                .toList();
    }
}
