package zomg.memory;

import zomg.contract.BasesContract;
import zomg.port.Bases;

final class InMemoryBasesTest implements BasesContract {

    private final Bases bases = new InMemoryBases();

    @Override
    public Bases bases() {
        return bases;
    }
}
