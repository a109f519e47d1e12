package zomg.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import zomg.memory.InMemoryPool;
import zomg.model.id.Uid;

/**
 * What should be in each root. A root gets a mark when it is made first, so that another one in its
 * place is noticed, even an empty one; what a box writes later may be lost in a power cut until it
 * is synced.
 */
final class Contents {

    private static final String DATA = "/data";

    private final InMemoryPool pool;

    /** Of each root what it held since the last sync, the newest last. */
    private final Map<Uid, List<Map<String, String>>> versions = new HashMap<>();

    /** What snapshots keep. */
    private final Map<Uid, Map<String, String>> kept = new HashMap<>();

    private final Map<Uid, Uid> origins = new HashMap<>();
    private int written;

    Contents(InMemoryPool pool) {
        this.pool = pool;
    }

    static Map<String, String> of(String path, String content) {
        return new TreeMap<>(Map.of(path, content));
    }

    /** A root was made, or made again: then it keeps what it has. */
    void born(Uid root, Uid origin) {
        if (versions.containsKey(root)) {
            return;
        }
        pool.write(root, "/born/" + root, "from " + origin);
        origins.put(root, origin);
        versions.put(root, new ArrayList<>(List.of(tree(root))));
    }

    /** A snapshot of a root was taken, or taken again: then it keeps what it has. */
    void taken(Uid snapshot) {
        kept.computeIfAbsent(snapshot, _ -> pool.kept(snapshot).orElseThrow());
    }

    /** What it keeps is gone. */
    void dropped(Uid snapshot) {
        kept.remove(snapshot);
    }

    /** A root is what a snapshot keeps, and on disk. */
    void restored(Uid root, Uid snapshot) {
        versions.put(root, new ArrayList<>(List.of(kept.get(snapshot))));
    }

    /** Whether a snapshot keeps what it should. */
    boolean isKept(Uid snapshot) {
        return pool.kept(snapshot).equals(Optional.ofNullable(kept.get(snapshot)));
    }

    /** A process in the box writes. */
    void write(Uid root) {
        if (versions.containsKey(root) && pool.root(root).isPresent()) {
            written++;
            pool.write(root, DATA, "number " + written);
            versions.get(root).add(tree(root));
        }
    }

    /** What a process wrote last. */
    String last(Uid root) {
        return tree(root).getOrDefault(DATA, "nothing");
    }

    /** A process in the box syncs. */
    void sync(Uid root) {
        Optional.ofNullable(versions.get(root)).ifPresent(all -> keep(all, all.size() - 1));
    }

    void losePart(SplittableRandom dice) {
        versions.forEach(
                (root, all) -> {
                    if (all.size() > 1) {
                        keep(all, dice.nextInt(all.size()));
                        pool.root(root).ifPresent(_ -> pool.putRoot(root, all.getFirst()));
                    }
                });
    }

    private static void keep(List<Map<String, String>> all, int index) {
        Map<String, String> kept = all.get(index);
        all.clear();
        all.add(kept);
    }

    /** Whether the root holds what it should. */
    boolean isRight(Uid root) {
        List<Map<String, String>> all = versions.get(root);
        return all != null && pool.root(root).filter(all.getLast()::equals).isPresent();
    }

    String describe(Uid root) {
        return "is %s, should be %s".formatted(pool.root(root), versions.get(root));
    }

    /** The root or base that this root was made from. */
    Optional<Uid> origin(Uid root) {
        return Optional.ofNullable(origins.get(root));
    }

    private Map<String, String> tree(Uid root) {
        return pool.root(root).orElseThrow();
    }
}
