package zomg.cli.operation;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import zomg.cli.support.Invocation;

@Command(
        name = "operation",
        description = "Work that goes on after its command or request has ended.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  zomg operation list"})
public final class OperationCommand {

    private OperationCommand() {}

    /** With its subcommands. */
    public static CommandLine tree(Invocation invocation) {
        return new CommandLine(new OperationCommand())
                .addSubcommand(new ListCommand(invocation))
                .addSubcommand(new ShowCommand(invocation))
                .addSubcommand(new WaitCommand(invocation))
                .addSubcommand(new CancelCommand(invocation));
    }
}
