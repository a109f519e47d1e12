package zomg.cli.data;

import picocli.CommandLine;
import zomg.cli.support.Invocation;
import zomg.cli.syntax.Group;

public final class DataCommand {

    private DataCommand() {}

    /** With its subcommands. */
    public static CommandLine tree(Invocation invocation) {
        return Group.of(
                        "data",
                        "Data volumes are disks that boxes of a project mount.",
                        "zomg data create datasets && zomg create web -d datasets=/srv/data")
                .addSubcommand(new CreateCommand(invocation).spec())
                .addSubcommand(new ListCommand(invocation).spec())
                .addSubcommand(new ShowCommand(invocation).spec())
                .addSubcommand(new UpdateCommand(invocation).spec())
                .addSubcommand(new DuCommand(invocation).spec())
                .addSubcommand(new DeleteCommand(invocation).spec())
                .addSubcommand(new AttachCommand(invocation).spec())
                .addSubcommand(new DetachCommand(invocation).spec())
                .addSubcommand(SnapshotCommand.tree(invocation));
    }
}
