package zomg.memory;

import zomg.contract.OperationsContract;
import zomg.port.Operations;

final class InMemoryOperationsTest implements OperationsContract {

    private final Operations operations = new InMemoryOperations();

    @Override
    public Operations operations() {
        return operations;
    }
}
