package zomg.memory;

import java.util.List;
import java.util.Optional;
import zomg.port.MachinePart;

/** A part of a machine that writes down what is done to it. */
public final class InMemoryMachinePart implements MachinePart {

    private final String name;
    private final List<String> journal;
    private final NextFailure prepareFailure = new NextFailure();
    private boolean ours = true;
    private volatile Optional<String> fault = Optional.empty();

    public InMemoryMachinePart(String name, List<String> journal) {
        this.name = name;
        this.journal = journal;
    }

    public void failNextPrepare(RuntimeException failure) {
        prepareFailure.prepare(failure);
    }

    @Override
    public String name() {
        return name;
    }

    /** Somebody breaks it. */
    public void breakDown(String sentence) {
        fault = Optional.of(sentence);
    }

    @Override
    public void prepare() {
        prepareFailure.strike();
        journal.add("prepare " + name);
        fault = Optional.empty();
    }

    @Override
    public Optional<String> fault() {
        return fault;
    }

    /** From now on another server has it. */
    public void lose() {
        ours = false;
    }

    @Override
    public boolean isOurs() {
        return ours;
    }

    @Override
    public void release() {
        journal.add("release " + name);
    }
}
