package zomg.cli.local;

import picocli.CommandLine.Command;
import zomg.cli.support.Invocation;

@Command(name = "doctor")
public final class DoctorCommand implements Runnable {
    public DoctorCommand(Invocation invocation) {}

    @Override
    public void run() {}
}
