package zomg.cli.project;

import picocli.CommandLine;
import zomg.cli.support.Invocation;
import zomg.cli.syntax.Group;

public final class ProjectCommand {

    private ProjectCommand() {}

    /** With its subcommands. */
    public static CommandLine tree(Invocation invocation) {
        return Group.of(
                        "project",
                        "Projects group boxes; the first box makes one.",
                        "zomg project list")
                .addSubcommand(new ListCommand(invocation).spec())
                .addSubcommand(new ShowCommand(invocation).spec())
                .addSubcommand(new UpdateCommand(invocation).spec())
                .addSubcommand(new DeleteCommand(invocation).spec())
                .addSubcommand(new CurrentCommand(invocation).spec());
    }
}
