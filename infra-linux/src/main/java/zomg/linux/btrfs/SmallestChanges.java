package zomg.linux.btrfs;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import zomg.model.diff.Change;
import zomg.model.diff.ChangedPath;
import zomg.port.Differences;

/**
 * The first changes in the order of their paths, however many there are and come in which order.
 */
final class SmallestChanges {

    private final Optional<ChangedPath> after;
    private final int limit;
    private final Set<ChangedPath> hidden;
    private final TreeMap<ChangedPath, Change.Kind> kept = new TreeMap<>();

    SmallestChanges(Differences.Query query) {
        this.after = query.after();
        this.limit = query.limit();
        this.hidden = query.hidden();
    }

    void put(Change.Kind kind, String path) {
        ChangedPath changed = new ChangedPath(path);
        if (!wants(changed) || after.isPresent() && changed.compareTo(after.get()) <= 0) {
            return;
        }
        kept.put(changed, kind);
        if (kept.size() > limit) {
            kept.pollLastEntry();
        }
    }

    /** Whether any change at a path or below it could be kept. */
    boolean wants(String path) {
        return wants(new ChangedPath(path));
    }

    private boolean wants(ChangedPath path) {
        return (kept.size() < limit || path.compareTo(kept.lastKey()) < 0)
                && hidden.stream().noneMatch(path::isWithin)
                && after.map(last -> behindAllBelow(path).compareTo(last) > 0).orElse(true);
    }

    /** The first path that comes later than whatever is below this one. */
    private static ChangedPath behindAllBelow(ChangedPath path) {
        return new ChangedPath(path.bytes() + (char) ('/' + 1));
    }

    List<Change> list() {
        return kept.entrySet().stream()
                .map(one -> new Change(one.getValue(), one.getKey()))
                .toList();
    }
}
