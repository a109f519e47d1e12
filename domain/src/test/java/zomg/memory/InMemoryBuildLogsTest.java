package zomg.memory;

import zomg.contract.BuildLogsContract;
import zomg.port.BuildLogs;

final class InMemoryBuildLogsTest implements BuildLogsContract {

    private final BuildLogs logs = new InMemoryBuildLogs();

    @Override
    public BuildLogs logs() {
        return logs;
    }

    @Override
    public int keptBytes() {
        return InMemoryBuildLogs.KEPT_BYTES;
    }

    @Override
    public int keptLogs() {
        return InMemoryBuildLogs.KEPT_LOGS;
    }
}
