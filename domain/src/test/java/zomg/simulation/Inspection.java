package zomg.simulation;

import static zomg.simulation.Violation.unless;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import zomg.memory.InMemoryMachine;
import zomg.model.base.Base;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.port.Boxes;
import zomg.simulation.Violation.Promise;
import zomg.usecase.project.ListProjects;

/** A look at everything there is, after a server came back and did its work. */
final class Inspection {

    private final World world;
    private final InMemoryMachine machine;

    Inspection(World world) {
        this.world = world;
        this.machine = world.machine();
    }

    List<Box> boxes() {
        return Boxes.Query.everything().in(machine.boxes()).toList();
    }

    /** Records and machine say the same, and what is not ours is as it was. */
    void check() {
        List<Box> boxes = boxes();
        Set<Uid> recorded = uids(boxes);
        List<Box> running = boxes.stream().filter(box -> box.is(BoxStatus.RUNNING)).toList();
        unless(
                machine.roots().list().containsAll(recorded),
                Promise.P2_NOTHING_ACKNOWLEDGED_IS_LOST,
                "of the roots %s there are only %s",
                recorded,
                machine.roots().list());
        same(recorded, machine.roots().list(), "roots");
        same(uids(running), machine.engine().list(), "what the engine keeps");
        same(
                machine.allBases().stream().map(Base::uid).collect(Collectors.toSet()),
                machine.baseStore().list(),
                "bases");
        checkVolumes(running);
        checkSetAside();
        running.forEach(this::checkRunning);
        boxes.forEach(this::checkContent);
        unless(
                boxes.stream().map(Box::slot).distinct().count() == boxes.size(),
                Promise.P4_WHOLLY_THERE_OR_WHOLLY_GONE,
                "two boxes have one slot: %s",
                boxes);
        unless(
                world.neighbour().isUntouched(),
                Promise.FOREIGN_THINGS_ARE_NOT_TOUCHED,
                "the neighbour's box");
    }

    private static void same(Set<Uid> expected, Set<Uid> found, String what) {
        unless(
                found.equals(expected),
                Promise.P1_NO_ORPHANS,
                "%s should be %s and are %s",
                what,
                expected,
                found);
    }

    private void checkVolumes(List<Box> running) {
        Set<Uid> projects =
                ListProjects.all(machine.projects()).map(Project::uid).collect(Collectors.toSet());
        Set<Uid> needed =
                running.stream()
                        .map(box -> machine.projects().find(box.ref().project()).orElseThrow())
                        .map(Project::uid)
                        .collect(Collectors.toSet());
        unless(
                projects.containsAll(machine.volumes().list())
                        && machine.volumes().aside().isEmpty(),
                Promise.P1_NO_ORPHANS,
                "of the projects %s there are the volumes %s, and aside %s",
                projects,
                machine.volumes().list(),
                machine.volumes().aside());
        unless(
                machine.volumes().list().containsAll(needed),
                Promise.P2_NOTHING_ACKNOWLEDGED_IS_LOST,
                "of the volumes %s there are only %s",
                needed,
                machine.volumes().list());
    }

    private void checkSetAside() {
        Set<Uid> aside = new HashSet<>(machine.pool().setAside());
        unless(
                aside.remove(world.setAsideBefore()),
                Promise.FOREIGN_THINGS_ARE_NOT_TOUCHED,
                "a root that was set aside is gone");
        unless(aside.isEmpty(), Promise.P1_NO_ORPHANS, "roots without records: %s", aside);
    }

    private void checkRunning(Box box) {
        unless(
                machine.engine().isRunning(box.uid()),
                Promise.P2_NOTHING_ACKNOWLEDGED_IS_LOST,
                "%s should run",
                box);
        unless(
                machine.engine().limits(box.uid()).equals(box.spec().config()),
                Promise.P2_NOTHING_ACKNOWLEDGED_IS_LOST,
                "%s has the limits %s",
                box,
                machine.engine().limits(box.uid()));
    }

    private void checkContent(Box box) {
        unless(
                world.contents().isRight(box.uid()),
                Promise.P2_NOTHING_ACKNOWLEDGED_IS_LOST,
                "the root of %s %s",
                box.ref(),
                world.contents().describe(box.uid()));
        box.parent()
                .ifPresent(
                        parent ->
                                unless(
                                        world.contents()
                                                .origin(box.uid())
                                                .filter(parent.uid()::equals)
                                                .isPresent(),
                                        Promise.P7_A_FORK_EQUALS_ITS_SOURCE,
                                        "%s is no fork of %s",
                                        box.ref(),
                                        parent));
    }

    private static Set<Uid> uids(List<Box> boxes) {
        return boxes.stream().map(Box::uid).collect(Collectors.toSet());
    }
}
