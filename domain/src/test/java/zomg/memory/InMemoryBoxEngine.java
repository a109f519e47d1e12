package zomg.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.BoxSpec;
import zomg.model.box.Sighting;
import zomg.model.box.Sighting.Life;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.model.volume.Attachments;
import zomg.port.BoxEnds;
import zomg.port.BoxEngine;
import zomg.port.BoxStarts;
import zomg.port.EngineReadiness;
import zomg.port.RootStore;

/** Boxes that run only in imagination; they need a root nevertheless. */
public final class InMemoryBoxEngine implements BoxEngine, BoxEnds, BoxStarts, EngineReadiness {

    /** What the engine has for a box. */
    private record Machine(
            Life life,
            boolean linked,
            boolean named,
            BoxConfig limits,
            Attachments mounted,
            int starts) {

        Machine started(BoxSpec spec) {
            return running()
                    ? this
                    : new Machine(Life.RUNS, true, true, spec.config(), spec.volumes(), starts + 1);
        }

        Machine ended(Life next) {
            return new Machine(next, linked, named, limits, Attachments.NONE, starts);
        }

        Machine unlinked() {
            return new Machine(life, false, named, limits, mounted, starts);
        }

        Machine nameless() {
            return new Machine(life, linked, false, limits, mounted, starts);
        }

        Machine adjusted(BoxConfig config) {
            return new Machine(life, linked, true, config, mounted, starts);
        }

        Machine mounting(Attachments next) {
            return running() ? new Machine(life, linked, named, limits, next, starts) : this;
        }

        boolean running() {
            return life == Life.RUNS;
        }

        Sighting sighting(Uid uid, BoxConfig wanted) {
            List<String> lacks = new ArrayList<>();
            if (running() && !linked) {
                lacks.add("link");
            }
            if (running() && !named) {
                lacks.add(Sighting.NAME);
            }
            if (running() && !limits.equals(wanted)) {
                lacks.add(Sighting.LIMITS);
            }
            return new Sighting(uid, life, List.of(running() ? "processes" : "group"), lacks);
        }
    }

    /** What a start has to wait for. */
    private record Hold(String what, CountDownLatch begin, CountDownLatch end) {}

    private static final Machine NEW =
            new Machine(Life.ENDED, false, false, BoxConfig.UNLIMITED, Attachments.NONE, 0);

    private final Map<Uid, Machine> machines = new HashMap<>();
    private final Set<Uid> ends = new HashSet<>();
    private final AtomicReference<Hold> hold = new AtomicReference<>();
    private final Map<Uid, String> held = new ConcurrentHashMap<>();
    private final Map<Uid, Duration> graces = new HashMap<>();
    private final RootStore roots;
    private final InMemoryProjectVolumes volumes;
    private volatile boolean away;
    private final NextFailure startFailure = new NextFailure();
    private final NextFailure stopFailure = new NextFailure();
    private final NextFailure removeFailure = new NextFailure();
    private final NextFailure adjustFailure = new NextFailure();

    public InMemoryBoxEngine(RootStore roots, InMemoryProjectVolumes volumes) {
        this.roots = roots;
        this.volumes = volumes;
    }

    /** What it needs for any change does not answer. */
    public void goAway() {
        away = true;
    }

    public void comeBack() {
        away = false;
    }

    @Override
    public void require() {
        if (away) {
            throw new Refusal(ErrorCode.ENGINE_UNAVAILABLE, "the engine is away; try again later");
        }
    }

    /** The box is half started when it fails, as real ones are. */
    public void failNextStart(RuntimeException failure) {
        startFailure.prepare(failure);
    }

    /**
     * It waits for somebody else.
     *
     * @param end until that is done
     * @return opened when it waits
     */
    public CountDownLatch holdNextStart(String what, CountDownLatch end) {
        CountDownLatch begin = new CountDownLatch(1);
        hold.set(new Hold(what, begin, end));
        return begin;
    }

    public void failNextStop(RuntimeException failure) {
        stopFailure.prepare(failure);
    }

    public void failNextRemove(RuntimeException failure) {
        removeFailure.prepare(failure);
    }

    public void failNextAdjust(RuntimeException failure) {
        adjustFailure.prepare(failure);
    }

    /** The processes of a box end by themselves. */
    public synchronized void die(Uid box) {
        if (isRunning(box)) {
            ends.add(box);
            notifyAll();
        }
        machines.computeIfPresent(box, (_, machine) -> machine.ended(Life.ENDED));
    }

    @Override
    public synchronized Set<Uid> await(Duration patience) {
        try {
            long deadline = System.nanoTime() + patience.toNanos();
            while (ends.isEmpty() && System.nanoTime() < deadline) {
                wait(1 + (deadline - System.nanoTime()) / 1_000_000);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Set<Uid> told = Set.copyOf(ends);
        ends.clear();
        return told;
    }

    /** The machine is started again; what is on disk of its boxes stays. */
    public synchronized void reboot() {
        machines.replaceAll((_, machine) -> machine.ended(Life.BEFORE_BOOT));
    }

    /** Somebody takes a running box's link away. */
    public synchronized void cutLink(Uid box) {
        machines.computeIfPresent(box, (_, machine) -> machine.unlinked());
    }

    /** Somebody takes a running box's name among others away. */
    public synchronized void takeName(Uid box) {
        machines.computeIfPresent(box, (_, machine) -> machine.nameless());
    }

    /** Something of a box is there, and nothing of it runs. */
    public synchronized void leave(Uid box) {
        machines.computeIfAbsent(box, _ -> NEW);
    }

    public synchronized int starts(Uid box) {
        return machines.getOrDefault(box, NEW).starts();
    }

    public synchronized BoxConfig limits(Uid box) {
        return machines.getOrDefault(box, NEW).limits();
    }

    /** What a running box has mounted. */
    public synchronized Attachments mounted(Uid box) {
        return machines.getOrDefault(box, NEW).mounted();
    }

    /** As the box's own root can do it, too. */
    public synchronized void mount(Uid box, Attachments next) {
        machines.computeIfPresent(box, (_, machine) -> machine.mounting(next));
    }

    /** The grace of the last stop. */
    public synchronized Optional<Duration> grace(Uid box) {
        return Optional.ofNullable(graces.get(box));
    }

    @Override
    public void start(Box box, Project project) {
        Optional.ofNullable(hold.getAndSet(null)).ifPresent(one -> await(box.uid(), one));
        startNow(box, project);
    }

    private void await(Uid box, Hold one) {
        held.put(box, one.what());
        one.begin().countDown();
        try {
            one.end().await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            held.remove(box);
        }
    }

    @Override
    public Optional<String> waitFor(Uid box) {
        return Optional.ofNullable(held.get(box));
    }

    private synchronized void startNow(Box box, Project project) {
        require();
        Machine machine = machines.computeIfAbsent(box.uid(), _ -> NEW);
        volumes.make(project.uid());
        startFailure.strike();
        if (!roots.list().contains(box.uid())) {
            throw new Refusal(ErrorCode.START_FAILED, "box %s has no root".formatted(box.ref()));
        }
        machines.put(box.uid(), machine.started(box.spec()));
    }

    @Override
    public synchronized void stop(Uid box, Duration grace) {
        require();
        stopFailure.strike();
        graces.put(box, grace);
        die(box);
    }

    @Override
    public synchronized void remove(Uid box) {
        require();
        removeFailure.strike();
        machines.remove(box);
    }

    @Override
    public synchronized void adjust(Box box) {
        require();
        adjustFailure.strike();
        machines.computeIfPresent(box.uid(), (_, machine) -> machine.adjusted(box.spec().config()));
    }

    @Override
    public synchronized boolean isRunning(Uid box) {
        return machines.getOrDefault(box, NEW).running();
    }

    @Override
    public synchronized Set<Uid> list() {
        return Set.copyOf(machines.keySet());
    }

    @Override
    public synchronized Optional<Sighting> sight(Uid box, BoxConfig limits) {
        return Optional.ofNullable(machines.get(box)).map(machine -> machine.sighting(box, limits));
    }
}
