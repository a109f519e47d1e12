package zomg.memory;

import zomg.contract.HostsContract;
import zomg.fixture.SteppingClock;
import zomg.port.Boxes;
import zomg.port.Hosts;
import zomg.port.Journal;

final class InMemoryHostsTest implements HostsContract {

    private final InMemoryJournal journal = new InMemoryJournal();
    private final InMemoryBoxes boxes = new InMemoryBoxes(journal);
    private final Hosts hosts = new InMemoryHosts(boxes, journal, new SteppingClock());

    @Override
    public Hosts hosts() {
        return hosts;
    }

    @Override
    public Boxes boxes() {
        return boxes;
    }

    @Override
    public Journal journal() {
        return journal;
    }
}
