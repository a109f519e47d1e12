package zomg.cli.project;

import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;

final class CurrentCommand extends Command {

    private final ProjectOption project = new ProjectOption(this);

    private final Invocation invocation;

    CurrentCommand(Invocation invocation) {
        super("current", "Print the project that commands use here.", "zomg project current");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        invocation.output().line(invocation.project(project));
        return ExitCode.OK;
    }
}
