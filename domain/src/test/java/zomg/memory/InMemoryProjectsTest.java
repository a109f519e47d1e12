package zomg.memory;

import zomg.contract.ProjectsContract;
import zomg.contract.QuotasContract;
import zomg.fixture.SteppingClock;
import zomg.port.Boxes;
import zomg.port.Graves;
import zomg.port.Projects;

final class InMemoryProjectsTest implements ProjectsContract, QuotasContract {

    private final InMemoryBoxes boxes = new InMemoryBoxes();
    private final Projects projects =
            new InMemoryProjects(
                    new SequentialIds(), new SteppingClock(), boxes, new InMemoryJournal());

    @Override
    public Boxes boxes() {
        return boxes;
    }

    @Override
    public Graves graves() {
        return boxes;
    }

    @Override
    public Projects projects() {
        return projects;
    }
}
