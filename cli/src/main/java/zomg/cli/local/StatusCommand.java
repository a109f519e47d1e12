package zomg.cli.local;

import picocli.CommandLine.Command;
import zomg.cli.support.Invocation;

@Command(name = "status")
public final class StatusCommand implements Runnable {
    public StatusCommand(Invocation invocation) {}

    @Override
    public void run() {}
}
