package zomg.linux.cgroup;

import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import zomg.model.id.Uid;
import zomg.port.BoxFreezer;

/**
 * Freezes the control groups of boxes. A box that several want frozen is, until all have let go.
 */
public final class CgroupBoxFreezer implements BoxFreezer, AutoCloseable {

    private static final Duration POLL = Duration.ofNanos(250_000);

    /**
     * After how many looks groups are told again. A kernel with control groups of version 1 forgets
     * now and then a process that begins just then, and waits for it without end; telling it once
     * more has been enough each time.
     */
    private static final int LOOKS = 8;

    /**
     * @param end when it ends by itself
     */
    private record Hold(Set<Uid> boxes, ScheduledFuture<?> end) {}

    /** Which groups are those of boxes. */
    public interface Groups {

        /** Empty for a box that has none. */
        Optional<String> of(Uid box);

        /** Every box that has one. */
        Set<Uid> boxes();
    }

    private record Named(Cgroups cgroups) implements Groups {

        @Override
        public Optional<String> of(Uid box) {
            return Optional.of(box.value());
        }

        @Override
        public Set<Uid> boxes() {
            return cgroups.list().stream()
                    .filter(Uid::isUid)
                    .map(Uid::new)
                    .collect(Collectors.toSet());
        }
    }

    private final Map<Uid, Hold> holds = new HashMap<>();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("thaw").factory());
    private final Cgroups cgroups;
    private final Groups groups;

    /** Of boxes whose groups have their uids as names. */
    public CgroupBoxFreezer(Cgroups cgroups) {
        this(cgroups, new Named(cgroups));
    }

    public CgroupBoxFreezer(Cgroups cgroups, Groups groups) {
        this.cgroups = cgroups;
        this.groups = groups;
    }

    @Override
    public boolean freeze(Uid purpose, Set<Uid> boxes, Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        hold(purpose, boxes, longest);
        for (Uid box : boxes) {
            for (int looks = 1; !isFrozen(box); looks++) {
                if (System.nanoTime() > deadline) {
                    thaw(purpose);
                    return false;
                }
                LockSupport.parkNanos(POLL.toNanos());
                if (looks % LOOKS == 0) {
                    tellAgain(purpose, box);
                }
            }
        }
        return true;
    }

    private synchronized void tellAgain(Uid purpose, Uid box) {
        if (holds.containsKey(purpose)) {
            tell(box, true);
        }
    }

    /** One that has no group does not run. */
    private boolean isFrozen(Uid box) {
        return groups.of(box).map(cgroups::isFrozen).orElse(true);
    }

    private synchronized void hold(Uid purpose, Set<Uid> boxes, Duration longest) {
        holds.put(
                purpose,
                new Hold(
                        Set.copyOf(boxes),
                        clock.schedule(
                                () -> thaw(purpose), longest.toNanos(), TimeUnit.NANOSECONDS)));
        boxes.forEach(box -> tell(box, true));
    }

    @Override
    public synchronized boolean thaw(Uid purpose) {
        Hold hold = holds.remove(purpose);
        if (hold == null) {
            return false;
        }
        hold.end().cancel(false);
        hold.boxes().stream().filter(box -> !isHeld(box)).forEach(box -> tell(box, false));
        return true;
    }

    private boolean isHeld(Uid box) {
        return holds.values().stream().anyMatch(hold -> hold.boxes().contains(box));
    }

    @Override
    public synchronized void release(Uid box) {
        if (!isHeld(box)) {
            tell(box, false);
        }
    }

    /** The group of a box that does not run, or that goes meanwhile, is not there. */
    private void tell(Uid box, boolean still) {
        try {
            groups.of(box).ifPresent(group -> cgroups.freeze(group, still));
        } catch (UncheckedIOException failure) {
            if (!(failure.getCause() instanceof NoSuchFileException)) {
                throw failure;
            }
        }
    }

    @Override
    public synchronized Set<Uid> forgotten() {
        Set<Uid> forgotten = new HashSet<>();
        for (Uid box : groups.boxes()) {
            if (!isHeld(box) && groups.of(box).filter(cgroups::isToldToFreeze).isPresent()) {
                forgotten.add(box);
            }
        }
        return forgotten;
    }

    /** Nobody is left who would thaw them. */
    @Override
    public synchronized void close() {
        Set.copyOf(holds.keySet()).forEach(this::thaw);
        clock.shutdownNow();
    }
}
