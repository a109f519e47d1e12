package zomg.memory;

import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.Uid;
import zomg.model.space.Disk;
import zomg.model.space.Storage;

/**
 * The disk that {@link InMemoryRootStore} and {@link InMemoryBaseStore} share: trees of files, each
 * a map of path to content.
 */
public final class InMemoryPool {

    private final Map<String, Uid> writers = new IdentityHashMap<>();
    private final Map<Uid, Map<String, String>> roots = new HashMap<>();
    private final Map<Uid, Map<String, Integer>> taken = new HashMap<>();
    private final Map<Uid, Storage> limits = new HashMap<>();
    private final Map<Uid, Map<String, String>> bases = new HashMap<>();
    private final Map<Uid, Map<String, String>> unsettled = new HashMap<>();
    private final Map<Uid, Map<String, String>> setAside = new HashMap<>();
    private final Map<Uid, Map<String, String>> volumes = new HashMap<>();
    private final Map<Uid, Map<String, String>> kept = new HashMap<>();
    private final Map<Uid, Map<String, String>> unsettledKept = new HashMap<>();
    private final Map<Uid, Map<String, String>> volumeSnapshots = new HashMap<>();

    public synchronized void write(Uid root, String path, String content) {
        tree(roots, root).put(path, written(root, content));
    }

    public synchronized void writeVolume(Uid volume, String path, String content) {
        tree(volumes, volume).put(path, written(volume, content));
    }

    /** An object of its own, so that one can tell who has the same. */
    @SuppressWarnings("StringCopy")
    private String written(Uid by, String content) {
        String own = new String(content.toCharArray());
        writers.put(own, by);
        return own;
    }

    synchronized Optional<Uid> writer(String content) {
        return Optional.ofNullable(writers.get(content));
    }

    /** What is in everything that people know. */
    synchronized Map<Disk, Collection<String>> contents() {
        Map<Disk, Collection<String>> contents = new HashMap<>();
        Map.of(
                        Disk.Kind.BOX, roots,
                        Disk.Kind.SNAPSHOT, kept,
                        Disk.Kind.BASE, bases,
                        Disk.Kind.VOLUME, volumes,
                        Disk.Kind.VOLUME_SNAPSHOT, volumeSnapshots)
                .forEach(
                        (kind, disks) ->
                                disks.forEach(
                                        (uid, tree) ->
                                                contents.put(
                                                        new Disk(kind, uid),
                                                        List.copyOf(tree.values()))));
        return contents;
    }

    /**
     * Takes room in a root or a data volume, in MiB, as a process of a box would.
     *
     * @return whether its limit lets it
     */
    public synchronized boolean fill(Uid root, String path, int mebibytes) {
        Map<String, Integer> own = taken.computeIfAbsent(root, _ -> new HashMap<>());
        long before = own.values().stream().mapToInt(Integer::intValue).sum();
        Storage limit = limits.get(root);
        if (limit != null && (before + mebibytes << 20) > limit.bytes()) {
            return false;
        }
        own.put(path, mebibytes);
        return true;
    }

    /** Of a root or a data volume, as it was set last. */
    public synchronized Optional<Storage> limit(Uid root) {
        return Optional.ofNullable(limits.get(root));
    }

    public synchronized void remove(Uid root, String path) {
        tree(roots, root).remove(path);
    }

    public synchronized Optional<String> read(Uid root, String path) {
        return Optional.ofNullable(tree(roots, root).get(path));
    }

    /** From a root that was set aside. */
    public synchronized Optional<String> readSetAside(Uid root, String path) {
        return Optional.ofNullable(tree(setAside, root).get(path));
    }

    public synchronized Set<Uid> setAside() {
        return Set.copyOf(setAside.keySet());
    }

    /** A base of a single file. */
    public synchronized void putBase(Uid base, String path, String content) {
        bases.put(base, new TreeMap<>(Map.of(path, content)));
    }

    /** All that is in a root; empty if there is none. */
    public synchronized Optional<Map<String, String>> root(Uid root) {
        return Optional.ofNullable(roots.get(root)).map(TreeMap::new);
    }

    public synchronized void putRoot(Uid root, Map<String, String> tree) {
        roots.put(root, new TreeMap<>(tree));
    }

    /** All that is in a base; empty if there is none. */
    public synchronized Optional<Map<String, String>> base(Uid base) {
        return Optional.ofNullable(bases.get(base)).map(TreeMap::new);
    }

    public synchronized void putBase(Uid base, Map<String, String> tree) {
        bases.put(base, new TreeMap<>(tree));
    }

    synchronized void baseToBase(Uid source, Uid base) {
        requireBase(source);
        copy(bases, source, bases, base);
    }

    private void requireBase(Uid base) {
        if (!bases.containsKey(base)) {
            throw new Refusal(ErrorCode.BASE_NOT_FOUND, "the base was deleted meanwhile");
        }
    }

    synchronized void baseToRoot(Uid base, Uid root) {
        if (!roots.containsKey(root)) {
            requireBase(base);
        }
        copy(bases, base, roots, root);
    }

    synchronized void rootToRoot(Uid source, Uid root) {
        copy(roots, source, roots, root);
    }

    synchronized void rootToBase(Uid root, Uid base) {
        copy(roots, root, bases, base);
    }

    synchronized void deleteRoot(Uid root) {
        Map<String, String> tree = roots.remove(root);
        if (tree != null) {
            unsettled.put(root, tree);
        }
        taken.remove(root);
        limits.remove(root);
    }

    synchronized void limitRoot(Uid root, Optional<Storage> storage) {
        limit(roots, root, storage);
    }

    private void limit(Map<Uid, Map<String, String>> disks, Uid disk, Optional<Storage> storage) {
        tree(disks, disk);
        storage.ifPresentOrElse(limit -> limits.put(disk, limit), () -> limits.remove(disk));
    }

    synchronized void settle() {
        unsettled.clear();
        unsettledKept.clear();
    }

    /** What a snapshot keeps; empty if there is none. */
    public synchronized Optional<Map<String, String>> kept(Uid snapshot) {
        return Optional.ofNullable(kept.get(snapshot)).map(TreeMap::new);
    }

    synchronized void rootToKept(Uid root, Uid snapshot) {
        copy(roots, root, kept, snapshot);
    }

    synchronized void keptToRoot(Uid snapshot, Uid root) {
        roots.put(root, new TreeMap<>(tree(kept, snapshot)));
    }

    synchronized long taken(Uid root) {
        return taken.getOrDefault(root, Map.of()).values().stream()
                .mapToLong(mebibytes -> (long) mebibytes << 20)
                .sum();
    }

    synchronized void deleteKept(Uid snapshot) {
        Map<String, String> tree = kept.remove(snapshot);
        if (tree != null) {
            unsettledKept.put(snapshot, tree);
        }
    }

    /** What is kept is gone, and nobody deleted it. */
    public synchronized void loseKept(Uid snapshot) {
        kept.remove(snapshot);
    }

    public synchronized void putKept(Uid snapshot, Map<String, String> tree) {
        kept.put(snapshot, new TreeMap<>(tree));
    }

    synchronized void setKeptAside(Uid snapshot) {
        Map<String, String> tree = kept.remove(snapshot);
        if (tree != null) {
            setAside.put(snapshot, tree);
        }
    }

    synchronized Set<Uid> kept() {
        return Set.copyOf(kept.keySet());
    }

    /** The power is cut: what was deleted since it was last settled is there again. */
    public synchronized void cutPower() {
        roots.putAll(unsettled);
        unsettled.clear();
        kept.putAll(unsettledKept);
        unsettledKept.clear();
    }

    synchronized void setRootAside(Uid root) {
        Map<String, String> tree = roots.remove(root);
        if (tree != null) {
            setAside.put(root, tree);
        }
    }

    synchronized void deleteBase(Uid base) {
        bases.remove(base);
    }

    synchronized void makeVolume(Uid volume) {
        volumes.computeIfAbsent(volume, _ -> new TreeMap<>());
    }

    synchronized void volumeToVolume(Uid source, Uid volume) {
        copy(volumes, source, volumes, volume);
    }

    synchronized void deleteVolume(Uid volume) {
        volumes.remove(volume);
        taken.remove(volume);
        limits.remove(volume);
    }

    synchronized void limitVolume(Uid volume, Optional<Storage> storage) {
        limit(volumes, volume, storage);
    }

    synchronized void setVolumeAside(Uid volume) {
        Map<String, String> tree = volumes.remove(volume);
        if (tree != null) {
            setAside.put(volume, tree);
        }
    }

    synchronized void volumeToSnapshot(Uid volume, Uid snapshot) {
        copy(volumes, volume, volumeSnapshots, snapshot);
    }

    synchronized void snapshotToVolume(Uid snapshot, Uid volume) {
        copy(volumeSnapshots, snapshot, volumes, volume);
    }

    synchronized void restoreVolume(Uid snapshot, Uid volume) {
        tree(volumes, volume);
        volumes.put(volume, new TreeMap<>(tree(volumeSnapshots, snapshot)));
    }

    synchronized void deleteVolumeSnapshot(Uid snapshot) {
        volumeSnapshots.remove(snapshot);
    }

    synchronized void setVolumeSnapshotAside(Uid snapshot) {
        Map<String, String> tree = volumeSnapshots.remove(snapshot);
        if (tree != null) {
            setAside.put(snapshot, tree);
        }
    }

    synchronized Set<Uid> volumeSnapshots() {
        return Set.copyOf(volumeSnapshots.keySet());
    }

    synchronized Set<Uid> volumes() {
        return Set.copyOf(volumes.keySet());
    }

    /** All that is in a data volume; empty if there is none. */
    public synchronized Optional<Map<String, String>> volume(Uid volume) {
        return Optional.ofNullable(volumes.get(volume)).map(TreeMap::new);
    }

    /** All that is in a snapshot of a data volume; empty if there is none. */
    public synchronized Optional<Map<String, String>> volumeSnapshot(Uid snapshot) {
        return Optional.ofNullable(volumeSnapshots.get(snapshot)).map(TreeMap::new);
    }

    public synchronized void putVolumeSnapshot(Uid snapshot, Map<String, String> tree) {
        volumeSnapshots.put(snapshot, new TreeMap<>(tree));
    }

    public synchronized void putVolume(Uid volume, Map<String, String> tree) {
        volumes.put(volume, new TreeMap<>(tree));
    }

    synchronized Set<Uid> roots() {
        return Set.copyOf(roots.keySet());
    }

    synchronized Set<Uid> bases() {
        return Set.copyOf(bases.keySet());
    }

    private static void copy(
            Map<Uid, Map<String, String>> from,
            Uid source,
            Map<Uid, Map<String, String>> to,
            Uid target) {
        Map<String, String> tree = tree(from, source);
        to.computeIfAbsent(target, _ -> new TreeMap<>(tree));
    }

    private static Map<String, String> tree(Map<Uid, Map<String, String>> trees, Uid uid) {
        Map<String, String> tree = trees.get(uid);
        if (tree == null) {
            throw new IllegalStateException("there is no tree " + uid);
        }
        return tree;
    }
}
