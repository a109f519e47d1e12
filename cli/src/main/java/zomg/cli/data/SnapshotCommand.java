package zomg.cli.data;

import picocli.CommandLine;
import zomg.cli.support.Invocation;
import zomg.cli.syntax.Group;

final class SnapshotCommand {

    private SnapshotCommand() {}

    /** With its subcommands. */
    static CommandLine tree(Invocation invocation) {
        return Group.of(
                        "snapshot",
                        "Snapshots keep what was in a data volume at one instant.",
                        "zomg data snapshot create datasets -m 'before the import'")
                .addSubcommand(new CreateSnapshotCommand(invocation).spec())
                .addSubcommand(new ListSnapshotsCommand(invocation).spec())
                .addSubcommand(new RestoreSnapshotCommand(invocation).spec())
                .addSubcommand(new DeleteSnapshotCommand(invocation).spec());
    }
}
