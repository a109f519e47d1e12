package zomg.cli.local;

import picocli.CommandLine.Command;
import zomg.cli.support.Invocation;

@Command(name = "down")
public final class DownCommand implements Runnable {
    public DownCommand(Invocation invocation) {}

    @Override
    public void run() {}
}
