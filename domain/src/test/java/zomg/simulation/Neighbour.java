package zomg.simulation;

import java.util.Optional;
import java.util.Set;
import zomg.fixture.BoxFixtures;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.port.BoxEngine;

/** Another instance on the same kernel, with a box of its own. */
final class Neighbour {

    private static final Uid BOX = new Uid("yyyyyyyyyyyy");
    private static final Uid PROJECT = new Uid("xxxxxxxxxxxx");

    private final InMemoryMachine machine = new InMemoryMachine();

    Neighbour() {
        Box box =
                Box.intended(
                        BOX,
                        BoxFixtures.ref("web"),
                        BoxFixtures.plain(),
                        Optional.empty(),
                        BoxFixtures.NOW);
        machine.roots().create(BOX, machine.anyBase());
        machine.engine().start(box, Project.fresh(PROJECT, box.ref().project(), BoxFixtures.NOW));
    }

    BoxEngine engine() {
        return machine.engine();
    }

    boolean isUntouched() {
        return machine.engine().isRunning(BOX)
                && machine.engine().starts(BOX) == 1
                && machine.roots().list().equals(Set.of(BOX));
    }
}
