package zomg.memory;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import zomg.model.id.Uid;
import zomg.model.space.Disk;
import zomg.model.space.SpaceTaken;
import zomg.port.SpaceUse;

/** What is in an {@link InMemoryPool}: files are the same if they are one object. */
public final class InMemorySpaceUse implements SpaceUse {

    private static final int STEPS = 2;
    private static final int ALL = 100;

    private final InMemoryPool pool;

    public InMemorySpaceUse(InMemoryPool pool) {
        this.pool = pool;
    }

    @Override
    public OptionalLong counted(Disk disk) {
        return switch (disk.kind()) {
            case BOX, VOLUME ->
                    OptionalLong.of(
                            distinct(pool.contents().values()).stream()
                                    .filter(file -> isCharged(file, Set.of(disk.uid())))
                                    .mapToLong(String::length)
                                    .sum());
            case SNAPSHOT, BASE, VOLUME_SNAPSHOT -> OptionalLong.empty();
        };
    }

    private boolean isCharged(String file, Set<Uid> uids) {
        return pool.writer(file).filter(uids::contains).isPresent();
    }

    private static Set<String> distinct(Collection<Collection<String>> contents) {
        Set<String> files = Collections.newSetFromMap(new IdentityHashMap<>());
        contents.forEach(files::addAll);
        return files;
    }

    @Override
    public Walk walk(Set<Disk> together) {
        return new Walk() {
            private int steps;

            @Override
            public boolean advance() {
                steps++;
                return steps < STEPS;
            }

            @Override
            public int percent() {
                return Math.min(ALL, steps * ALL / STEPS);
            }

            @Override
            public SpaceTaken taken() {
                return look(together);
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    private SpaceTaken look(Set<Disk> together) {
        Map<Disk, Collection<String>> others = new HashMap<>(pool.contents());
        List<Collection<String>> inMine =
                together.stream().filter(others::containsKey).map(others::get).toList();
        others.keySet().removeAll(together);
        Set<String> mine = distinct(inMine);
        Set<String> theirs = distinct(others.values());
        Set<Uid> uids = together.stream().map(Disk::uid).collect(Collectors.toSet());
        Map<Disk, Long> held = new HashMap<>();
        others.forEach(
                (disk, files) -> {
                    long bytes =
                            distinct(List.of(files)).stream()
                                    .filter(file -> isCharged(file, uids))
                                    .mapToLong(String::length)
                                    .sum();
                    if (bytes > 0) {
                        held.put(disk, bytes);
                    }
                });
        return new SpaceTaken(
                mine.stream().filter(theirs::contains).mapToLong(String::length).sum(),
                mine.stream()
                        .filter(file -> !theirs.contains(file))
                        .mapToLong(String::length)
                        .sum(),
                held,
                0);
    }
}
