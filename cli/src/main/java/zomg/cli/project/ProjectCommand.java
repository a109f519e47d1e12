package zomg.cli.project;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import zomg.cli.support.Invocation;

@Command(
        name = "project",
        description = "Projects group boxes; the first box makes one.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  zomg project list"})
public final class ProjectCommand {

    private ProjectCommand() {}

    /** With its subcommands. */
    public static CommandLine tree(Invocation invocation) {
        return new CommandLine(new ProjectCommand())
                .addSubcommand(new ListCommand(invocation))
                .addSubcommand(new ShowCommand(invocation))
                .addSubcommand(new UpdateCommand(invocation))
                .addSubcommand(new DeleteCommand(invocation))
                .addSubcommand(new CurrentCommand(invocation));
    }
}
