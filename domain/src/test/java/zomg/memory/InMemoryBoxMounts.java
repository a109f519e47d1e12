package zomg.memory;

import zomg.model.box.Box;
import zomg.port.BoxMounts;

/** What boxes of an {@link InMemoryBoxEngine} have mounted. */
public final class InMemoryBoxMounts implements BoxMounts {

    private final InMemoryBoxEngine engine;
    private final NextFailure failure = new NextFailure();

    public InMemoryBoxMounts(InMemoryBoxEngine engine) {
        this.engine = engine;
    }

    /** Nothing is mounted and nothing unmounted then. */
    public void failNext(RuntimeException next) {
        failure.prepare(next);
    }

    @Override
    public void apply(Box box) {
        failure.strike();
        engine.mount(box.uid(), box.spec().volumes());
    }

    @Override
    public boolean areApplied(Box box) {
        return !engine.isRunning(box.uid())
                || engine.mounted(box.uid()).equals(box.spec().volumes());
    }
}
