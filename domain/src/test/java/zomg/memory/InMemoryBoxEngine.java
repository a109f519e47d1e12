package zomg.memory;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.port.BoxEngine;
import zomg.port.RootStore;

/** Boxes that run only in imagination; they need a root nevertheless. */
public final class InMemoryBoxEngine implements BoxEngine {

    /** What the engine has for a box. */
    private record Machine(boolean running, BoxConfig limits, int starts) {
        Machine started(BoxConfig config) {
            return running ? this : new Machine(true, config, starts + 1);
        }

        Machine stopped() {
            return new Machine(false, limits, starts);
        }

        Machine limited(BoxConfig config) {
            return new Machine(running, config, starts);
        }
    }

    private static final Machine NEW = new Machine(false, BoxConfig.UNLIMITED, 0);

    private final Map<Uid, Machine> machines = new HashMap<>();
    private final Map<Uid, Duration> graces = new HashMap<>();
    private final RootStore roots;
    private final NextFailure startFailure = new NextFailure();
    private final NextFailure stopFailure = new NextFailure();
    private final NextFailure removeFailure = new NextFailure();
    private final NextFailure limitFailure = new NextFailure();

    public InMemoryBoxEngine(RootStore roots) {
        this.roots = roots;
    }

    /** The box is half started when it fails, as real ones are. */
    public void failNextStart(RuntimeException failure) {
        startFailure.prepare(failure);
    }

    public void failNextStop(RuntimeException failure) {
        stopFailure.prepare(failure);
    }

    public void failNextRemove(RuntimeException failure) {
        removeFailure.prepare(failure);
    }

    public void failNextLimit(RuntimeException failure) {
        limitFailure.prepare(failure);
    }

    /** The processes of a box end by themselves, or the machine is started again. */
    public synchronized void die(Uid box) {
        machines.computeIfPresent(box, (_, machine) -> machine.stopped());
    }

    public synchronized int starts(Uid box) {
        return machines.getOrDefault(box, NEW).starts();
    }

    public synchronized BoxConfig limits(Uid box) {
        return machines.getOrDefault(box, NEW).limits();
    }

    /** The grace of the last stop. */
    public synchronized Optional<Duration> grace(Uid box) {
        return Optional.ofNullable(graces.get(box));
    }

    @Override
    public synchronized void start(Box box, Project project) {
        Machine machine = machines.computeIfAbsent(box.uid(), _ -> NEW);
        startFailure.strike();
        if (!roots.list().contains(box.uid())) {
            throw new Refusal(ErrorCode.START_FAILED, "box %s has no root".formatted(box.ref()));
        }
        machines.put(box.uid(), machine.started(box.spec().config()));
    }

    @Override
    public synchronized void stop(Uid box, Duration grace) {
        stopFailure.strike();
        graces.put(box, grace);
        die(box);
    }

    @Override
    public synchronized void remove(Uid box) {
        removeFailure.strike();
        machines.remove(box);
    }

    @Override
    public synchronized void limit(Box box) {
        limitFailure.strike();
        machines.computeIfPresent(box.uid(), (_, machine) -> machine.limited(box.spec().config()));
    }

    @Override
    public synchronized boolean isRunning(Uid box) {
        return machines.getOrDefault(box, NEW).running();
    }

    @Override
    public synchronized Set<Uid> list() {
        return Set.copyOf(machines.keySet());
    }
}
