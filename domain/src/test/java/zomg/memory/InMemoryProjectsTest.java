package zomg.memory;

import zomg.contract.ProjectsContract;
import zomg.fixture.SteppingClock;
import zomg.port.Projects;

final class InMemoryProjectsTest implements ProjectsContract {

    private final Projects projects =
            new InMemoryProjects(new SequentialIds(), new SteppingClock());

    @Override
    public Projects projects() {
        return projects;
    }
}
