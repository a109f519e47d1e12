package zomg.memory;

import java.util.Collection;
import zomg.contract.BoxListingContract;
import zomg.contract.BoxesContract;
import zomg.contract.ManyBoxesContract;
import zomg.model.box.Box;
import zomg.port.Boxes;

final class InMemoryBoxesTest implements BoxesContract, BoxListingContract, ManyBoxesContract {

    private final Boxes boxes = new InMemoryBoxes();

    @Override
    public Boxes boxes() {
        return boxes;
    }

    @Override
    public void addAll(Collection<Box> many) {
        many.forEach(boxes::add);
    }

    @Override
    public Boxes boxesWithSlotsUpTo(int last) {
        return new InMemoryBoxes(last);
    }
}
