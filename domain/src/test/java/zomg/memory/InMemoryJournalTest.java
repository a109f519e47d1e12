package zomg.memory;

import zomg.contract.JournalContract;
import zomg.fixture.SteppingClock;
import zomg.port.Bases;
import zomg.port.Boxes;
import zomg.port.Journal;
import zomg.port.Operations;
import zomg.port.Projects;
import zomg.port.Tokens;

final class InMemoryJournalTest implements JournalContract {

    private final InMemoryJournal journal = new InMemoryJournal();
    private final InMemoryBoxes boxes = new InMemoryBoxes(journal);
    private final Projects projects =
            new InMemoryProjects(new SequentialIds(), new SteppingClock(), boxes, journal);
    private final Bases bases = new InMemoryBases(journal);
    private final Tokens tokens = new InMemoryTokens(journal);
    private final Operations operations = new InMemoryOperations(journal);

    @Override
    public Operations operations() {
        return operations;
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public Boxes boxes() {
        return boxes;
    }

    @Override
    public Projects projects() {
        return projects;
    }

    @Override
    public Bases bases() {
        return bases;
    }

    @Override
    public Tokens tokens() {
        return tokens;
    }
}
