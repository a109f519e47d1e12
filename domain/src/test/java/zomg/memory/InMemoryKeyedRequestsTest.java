package zomg.memory;

import zomg.contract.KeyedRequestsContract;
import zomg.fixture.SteppingClock;
import zomg.port.Boxes;
import zomg.port.KeyedRequests;
import zomg.port.Projects;

final class InMemoryKeyedRequestsTest implements KeyedRequestsContract {

    private final InMemoryKeyedRequests requests = new InMemoryKeyedRequests();
    private final InMemoryJournal journal = new InMemoryJournal(new SteppingClock(), requests);
    private final InMemoryBoxes boxes = new InMemoryBoxes(journal);
    private final Projects projects =
            new InMemoryProjects(new SequentialIds(), new SteppingClock(), boxes, journal);

    @Override
    public KeyedRequests requests() {
        return requests;
    }

    @Override
    public Boxes boxes() {
        return boxes;
    }

    @Override
    public Projects projects() {
        return projects;
    }
}
