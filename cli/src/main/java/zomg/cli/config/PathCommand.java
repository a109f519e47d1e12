package zomg.cli.config;

import zomg.cli.support.ConfigFile;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.syntax.Command;

final class PathCommand extends Command {

    private final Invocation invocation;

    PathCommand(Invocation invocation) {
        super(
                "path",
                "Print which file is read and written here; it need not be there yet.",
                "cat \"$(zomg config path)\"");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        invocation.output().line(ConfigFile.of(invocation.environment()).path().toString());
        return ExitCode.OK;
    }
}
