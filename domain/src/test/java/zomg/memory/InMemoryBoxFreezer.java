package zomg.memory;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import zomg.model.id.Uid;
import zomg.port.BoxFreezer;

/** Remembers who stands still. */
public final class InMemoryBoxFreezer implements BoxFreezer {

    private final Set<Uid> frozen = new HashSet<>();
    private final Set<Uid> held = new HashSet<>();
    private final List<Set<Uid>> asked = new CopyOnWriteArrayList<>();
    private int never;
    private int tooLong;

    /** So many times, some do not stand still. */
    public synchronized void refuse(int times) {
        never = times;
    }

    /** So many times, they run again before they are told to. */
    public synchronized void giveUp(int times) {
        tooLong = times;
    }

    /** Whoever wanted it is gone. */
    public synchronized void leaveFrozen(Uid box) {
        frozen.add(box);
    }

    /** What somebody stands still for. */
    public synchronized Set<Uid> held() {
        return Set.copyOf(held);
    }

    /** Whom {@link #freeze} was called for. */
    public List<Set<Uid>> asked() {
        return List.copyOf(asked);
    }

    @Override
    public synchronized boolean freeze(Uid purpose, Set<Uid> boxes, Duration longest) {
        asked.add(Set.copyOf(boxes));
        held.add(purpose);
        if (never > 0) {
            never--;
            held.remove(purpose);
            return false;
        }
        return true;
    }

    @Override
    public synchronized boolean thaw(Uid purpose) {
        held.remove(purpose);
        if (tooLong > 0) {
            tooLong--;
            return false;
        }
        return true;
    }

    @Override
    public synchronized Set<Uid> forgotten() {
        return Set.copyOf(frozen);
    }

    @Override
    public synchronized void release(Uid box) {
        frozen.remove(box);
    }
}
