package zomg.cli.operation;

import picocli.CommandLine;
import zomg.cli.support.Invocation;
import zomg.cli.syntax.Group;

public final class OperationCommand {

    private OperationCommand() {}

    /** With its subcommands. */
    public static CommandLine tree(Invocation invocation) {
        return Group.of(
                        "operation",
                        "Work that goes on after its command or request has ended.",
                        "zomg operation list")
                .addSubcommand(new ListCommand(invocation).spec())
                .addSubcommand(new ShowCommand(invocation).spec())
                .addSubcommand(new WaitCommand(invocation).spec())
                .addSubcommand(new CancelCommand(invocation).spec());
    }
}
