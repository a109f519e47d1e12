package zomg.cli.project;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.ProjectOption;

@Command(
        name = "current",
        description = "Print the project that commands use here.",
        footer = {"", "Example:", "  zomg project current"})
final class CurrentCommand implements Callable<Integer> {

    @Mixin private ProjectOption project;

    private final Invocation invocation;

    CurrentCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        invocation.output().line(invocation.project(project));
        return ExitCode.OK;
    }
}
