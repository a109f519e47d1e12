package zomg.simulation;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import zomg.memory.InMemoryKeyedRequests;
import zomg.memory.InMemoryMachine;
import zomg.memory.InMemoryMachine.Ports;
import zomg.model.box.Box;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.id.Uid;
import zomg.model.request.KeyedRequest;
import zomg.port.BaseStore;
import zomg.port.BoxEngine;
import zomg.port.BoxProcesses;
import zomg.port.KeyedRequests;
import zomg.port.ProjectVolumes;
import zomg.port.RootStore;
import zomg.port.SnapshotStore;
import zomg.port.VolumeSnapshotStore;
import zomg.port.VolumeStore;

/**
 * The machine under the server: what outlives a killed server, and what a power cut takes. Effects
 * that a port does not promise to be on disk when it returns are taken back by a power cut, newest
 * first, as many as the dice say; then no process runs any more. Beside the server there are things
 * that are none of its own: a neighbour's boxes, and a root that somebody set aside.
 */
final class World {

    private static final int MOST_TRACED = 160;

    /** Of the scripts of bases. */
    private static final String SCRIPT_SHELL = "/bin/bash";

    private final SplittableRandom dice;
    private final JumpingClock clock;
    private final InMemoryMachine machine;
    private final PlantedBug bug;
    private final Ports ports;
    private final Contents contents;
    private final Neighbour neighbour = new Neighbour();
    private final Uid setAsideBefore = new Uid("zzzzzzzzzzzz");

    /** How to take back what is on no disk yet, the newest first. */
    private final Deque<Runnable> unsynced = new ArrayDeque<>();

    /** Of programs whose server was killed. */
    private final List<Interception.Effect> late = new ArrayList<>();

    private final Optional<Deque<String>> trace;

    World(SplittableRandom dice, PlantedBug bug, boolean traced) {
        this.dice = dice;
        this.bug = bug;
        clock = new JumpingClock(dice.split());
        machine = new InMemoryMachine(clock);
        contents = new Contents(machine.pool());
        ports = bug.plantedIn(Interception.before(machine.ports(), this::call), this);
        trace = traced ? Optional.of(new ArrayDeque<>()) : Optional.empty();
        machine.pool().putRoot(setAsideBefore, Contents.of("/mine", "precious"));
        machine.roots().setAside(setAsideBefore);
    }

    InMemoryMachine machine() {
        return machine;
    }

    /** As a server sees the world; without faults. */
    Ports ports() {
        return ports;
    }

    Contents contents() {
        return contents;
    }

    Neighbour neighbour() {
        return neighbour;
    }

    Uid setAsideBefore() {
        return setAsideBefore;
    }

    private Object call(Method method, Object[] arguments, Interception.Effect effect)
            throws Throwable {
        if (dice.nextInt(50) == 0) {
            sync();
        }
        if (!bug.hasFence() && !late.isEmpty() && dice.nextInt(20) == 0) {
            happenNow(late.removeFirst());
        }
        if (Interception.is(method, RootStore.class, "delete")) {
            return deleteRoot((Uid) arguments[0], effect);
        }
        if (Interception.is(method, RootStore.class, "sweep")) {
            Object result = effect.happen();
            sync();
            return result;
        }
        if (Interception.is(method, BaseStore.class, "delete")) {
            return deleteBase((Uid) arguments[0], effect);
        }
        if (Interception.is(method, ProjectVolumes.class, "delete")) {
            return deleteVolumes((Uid) arguments[0], effect);
        }
        if (Interception.is(method, VolumeStore.class, "delete")) {
            return deleteVolume((Uid) arguments[0], effect);
        }
        if (Interception.is(method, VolumeSnapshotStore.class, "delete")) {
            return deleteVolumeSnapshot((Uid) arguments[0], effect);
        }
        if (Interception.is(method, SnapshotStore.class, "take")) {
            Object result = effect.happen();
            contents.taken((Uid) arguments[0]);
            return result;
        }
        if (Interception.is(method, SnapshotStore.class, "restore")) {
            Object result = effect.happen();
            contents.restored((Uid) arguments[0], (Uid) arguments[1]);
            return result;
        }
        if (Interception.is(method, SnapshotStore.class, "delete")) {
            return deleteSnapshot((Uid) arguments[0], effect);
        }
        if (Interception.is(method, BoxEngine.class, "remove")) {
            return remove((Uid) arguments[0], effect);
        }
        if (Interception.is(method, KeyedRequests.class, "answer", "release")) {
            return note(((KeyedRequest) arguments[0]).key(), effect);
        }
        if (Interception.is(method, RootStore.class, "create", "fork")) {
            Object result = effect.happen();
            contents.born((Uid) arguments[0], (Uid) arguments[1]);
            return result;
        }
        if (Interception.is(method, BoxProcesses.class, "run")) {
            return run((Box) arguments[0], (ExecRequest) arguments[1], effect);
        }
        return effect.happen();
    }

    private Object deleteRoot(Uid root, Interception.Effect effect) throws Throwable {
        var tree = machine.pool().root(root);
        Object result = effect.happen();
        tree.ifPresent(old -> unsynced.push(() -> machine.pool().putRoot(root, old)));
        return result;
    }

    private Object deleteBase(Uid base, Interception.Effect effect) throws Throwable {
        var tree = machine.pool().base(base);
        Object result = effect.happen();
        tree.ifPresent(old -> unsynced.push(() -> machine.pool().putBase(base, old)));
        return result;
    }

    private Object deleteVolumes(Uid project, Interception.Effect effect) throws Throwable {
        boolean known = machine.volumes().list().contains(project);
        Object result = effect.happen();
        if (known) {
            unsynced.push(() -> machine.volumes().make(project));
        }
        return result;
    }

    private Object deleteVolume(Uid volume, Interception.Effect effect) throws Throwable {
        var tree = machine.pool().volume(volume);
        Object result = effect.happen();
        tree.ifPresent(old -> unsynced.push(() -> machine.pool().putVolume(volume, old)));
        return result;
    }

    private Object deleteVolumeSnapshot(Uid snapshot, Interception.Effect effect) throws Throwable {
        var tree = machine.pool().volumeSnapshot(snapshot);
        Object result = effect.happen();
        tree.ifPresent(old -> unsynced.push(() -> machine.pool().putVolumeSnapshot(snapshot, old)));
        return result;
    }

    private Object deleteSnapshot(Uid snapshot, Interception.Effect effect) throws Throwable {
        var tree = machine.pool().kept(snapshot);
        Object result = effect.happen();
        contents.dropped(snapshot);
        tree.ifPresent(old -> unsynced.push(() -> machine.pool().putKept(snapshot, old)));
        return result;
    }

    /** What the engine keeps on the pool can be there again. */
    private Object remove(Uid box, Interception.Effect effect) throws Throwable {
        boolean known = machine.engine().list().contains(box);
        Object result = effect.happen();
        if (known) {
            unsynced.push(() -> machine.engine().leave(box));
        }
        return result;
    }

    /** Answers can be done without. */
    private Object note(KeyedRequest.Key key, Interception.Effect effect) throws Throwable {
        InMemoryKeyedRequests requests = machine.requests();
        var before = requests.noted(key);
        Object result = effect.happen();
        var last = requests.noted(key);
        unsynced.push(() -> requests.takeBack(key, last, before));
        return result;
    }

    /** The script of a base ends well; every command writes something, some sync it. */
    private Object run(Box box, ExecRequest request, Interception.Effect effect) throws Throwable {
        if (request.command().getFirst().equals(SCRIPT_SHELL)) {
            machine.processes().playNext("", new ExecEnd.Exited(0));
        }
        Object end = effect.happen();
        contents.write(box.uid());
        if (dice.nextInt(3) == 0) {
            contents.sync(box.uid());
        }
        return end;
    }

    /** The half of a call that has one, see {@link Fault#fits}. */
    void half(Method method, Object[] arguments) {
        if (method.getName().equals("start")) {
            machine.engine().leave(((Box) arguments[0]).uid());
        } else {
            machine.engine().die((Uid) arguments[0]);
        }
    }

    /** Of a program whose server dies now: it does its work later, or never. */
    void mayHappenLater(Interception.Effect effect) {
        late.add(effect);
    }

    /** Programs of the last server come to their end, or the new server waits for nobody. */
    void awaitPrograms() {
        if (bug.hasFence()) {
            late.stream().filter(_ -> dice.nextBoolean()).toList().forEach(World::happenNow);
            late.clear();
        }
    }

    private static void happenNow(Interception.Effect effect) {
        try {
            effect.happen();
        } catch (Throwable _) {
            // Nobody is left to hear of it.
        }
    }

    /** A process in the box writes the same to its root and to its volumes, and syncs. */
    void mark(Box box) {
        contents.write(box.uid());
        contents.sync(box.uid());
        box.spec()
                .volumes()
                .all()
                .forEach(
                        one ->
                                machine.pool()
                                        .putVolume(
                                                one.volume(),
                                                Contents.of("/mark", contents.last(box.uid()))));
    }

    /** Whether a box has on its volumes what it has on its root. */
    boolean isOfOneMoment(Box box) {
        return box.spec().volumes().all().stream()
                .allMatch(
                        one ->
                                machine.pool()
                                        .volume(one.volume())
                                        .filter(
                                                Contents.of("/mark", contents.last(box.uid()))
                                                        ::equals)
                                        .isPresent());
    }

    /** As the file system does every now and then by itself. */
    void sync() {
        unsynced.clear();
    }

    /** How to take back what was just done, if the power goes before it is on disk. */
    void unsynced(Runnable takeBack) {
        unsynced.push(takeBack);
    }

    void cutPower() {
        trace(() -> "the power is cut");
        late.clear();
        int lost = unsynced.isEmpty() ? 0 : dice.nextInt(unsynced.size() + 1);
        for (int one = 0; one < lost; one++) {
            unsynced.pop().run();
        }
        unsynced.clear();
        machine.engine().reboot();
        contents.losePart(dice);
        clock.jump();
    }

    void jumpInTime() {
        clock.jump();
    }

    void trace(Supplier<String> line) {
        trace.ifPresent(
                lines -> {
                    lines.add(line.get());
                    if (lines.size() > MOST_TRACED) {
                        lines.removeFirst();
                    }
                });
    }

    /** The last things that happened. */
    List<String> traced() {
        return trace.map(List::copyOf).orElse(List.of());
    }
}
