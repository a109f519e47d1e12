package zomg.memory;

import zomg.contract.BoxListingContract;
import zomg.contract.BoxesContract;
import zomg.port.Boxes;

final class InMemoryBoxesTest implements BoxesContract, BoxListingContract {

    private final Boxes boxes = new InMemoryBoxes();

    @Override
    public Boxes boxes() {
        return boxes;
    }

    @Override
    public Boxes boxesWithSlotsUpTo(int last) {
        return new InMemoryBoxes(last);
    }
}
