package zomg.cli.config;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import zomg.cli.support.ConfigFile;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;

@Command(
        name = "path",
        description = "Print which file is read and written here; it need not be there yet.",
        footer = {"", "Example:", "  cat \"$(zomg config path)\""})
final class PathCommand implements Callable<Integer> {

    private final Invocation invocation;

    PathCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        invocation.output().line(ConfigFile.of(invocation.environment()).path().toString());
        return ExitCode.OK;
    }
}
