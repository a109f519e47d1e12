package zomg.usecase.space;

import java.time.InstantSource;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.Uid;
import zomg.model.space.Disk;
import zomg.model.space.DiskUse;
import zomg.model.space.SpaceTaken;
import zomg.model.space.Storage;
import zomg.port.SpaceUse;
import zomg.usecase.operation.Steps;

/**
 * Measures what disks take, one after the other, and remembers what came of it as long as the
 * server lives.
 */
public final class MeasureSpace {

    /** Of so many, those that were measured last. */
    private static final int MOST_REMEMBERED = 1_000;

    private static final long GLANCE_MILLIS = 200;
    private static final int ALL = 100;

    private final SpaceUse space;
    private final DiskNames names;
    private final InstantSource clock;
    private final Semaphore turn = new Semaphore(1, true);

    private final Map<Uid, DiskUse.Measured> remembered =
            Collections.synchronizedMap(
                    new LinkedHashMap<>() {
                        private static final long serialVersionUID = 1;

                        @Override
                        protected boolean removeEldestEntry(
                                Map.Entry<Uid, DiskUse.Measured> eldest) {
                            return size() > MOST_REMEMBERED;
                        }
                    });

    public MeasureSpace(SpaceUse space, DiskNames names, InstantSource clock) {
        this.space = space;
        this.names = names;
        this.clock = clock;
    }

    /** What is known without a look at the whole pool. */
    DiskUse known(Disk disk, Optional<Storage> limit) {
        return new DiskUse(
                space.counted(disk), limit, Optional.ofNullable(remembered.get(disk.uid())));
    }

    /**
     * @param disk whose
     * @param together with it: what is deleted when it is
     */
    DiskUse measure(Disk disk, Set<Disk> together, Optional<Storage> limit) {
        waitForTurn();
        try (SpaceUse.Walk walk = space.walk(together)) {
            while (walk.advance()) {
                Steps.next(Math.min(walk.percent(), ALL - 1), "looking who has what");
            }
            remembered.remove(disk.uid());
            remembered.put(disk.uid(), named(walk.taken()));
        } finally {
            turn.release();
        }
        return known(disk, limit);
    }

    private void waitForTurn() {
        try {
            while (!turn.tryAcquire(GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
                Steps.next(0, "waiting for another measurement");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Refusal(ErrorCode.ENGINE_UNAVAILABLE, "the server is stopping", interrupted);
        }
    }

    private DiskUse.Measured named(SpaceTaken taken) {
        Map<Disk, String> called = names.of(taken.held().keySet());
        List<DiskUse.Holder> holders =
                taken.held().entrySet().stream()
                        .filter(one -> called.containsKey(one.getKey()))
                        .map(
                                one ->
                                        new DiskUse.Holder(
                                                one.getKey().kind(),
                                                called.get(one.getKey()),
                                                one.getValue()))
                        .sorted(
                                Comparator.comparingLong(DiskUse.Holder::bytes)
                                        .reversed()
                                        .thenComparing(DiskUse.Holder::name))
                        .toList();
        long nameless =
                taken.held().entrySet().stream()
                        .filter(one -> !called.containsKey(one.getKey()))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        return new DiskUse.Measured(
                clock.instant(),
                taken.shared(),
                taken.exclusive(),
                holders,
                taken.heldElsewhere() + nameless);
    }
}
