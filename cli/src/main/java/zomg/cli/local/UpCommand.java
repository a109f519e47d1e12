package zomg.cli.local;

import picocli.CommandLine.Command;
import zomg.cli.support.Invocation;

@Command(name = "up")
public final class UpCommand implements Runnable {
    public UpCommand(Invocation invocation) {}

    @Override
    public void run() {}
}
