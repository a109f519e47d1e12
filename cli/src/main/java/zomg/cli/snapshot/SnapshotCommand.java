package zomg.cli.snapshot;

import picocli.CommandLine;
import zomg.cli.file.SnapshotCopyCommand;
import zomg.cli.support.Invocation;
import zomg.cli.syntax.Group;

public final class SnapshotCommand {

    private SnapshotCommand() {}

    /** With its subcommands. */
    public static CommandLine tree(Invocation invocation) {
        return Group.of(
                        "snapshot",
                        "Keep a box's disk as it is, and go back to it.",
                        "zomg snapshot create web -m 'before the upgrade'")
                .addSubcommand(new CreateCommand(invocation).spec())
                .addSubcommand(new ListCommand(invocation).spec())
                .addSubcommand(new RestoreCommand(invocation).spec())
                .addSubcommand(new DeleteCommand(invocation).spec())
                .addSubcommand(new FilesCommand(invocation).spec())
                .addSubcommand(new SnapshotCopyCommand(invocation).spec());
    }
}
