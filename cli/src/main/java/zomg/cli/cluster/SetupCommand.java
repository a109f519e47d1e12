package zomg.cli.cluster;

import picocli.CommandLine;
import zomg.cli.support.Invocation;
import zomg.cli.syntax.Group;

public final class SetupCommand {

    private SetupCommand() {}

    /** With its subcommands. */
    public static CommandLine tree(Invocation invocation) {
        return Group.of(
                        "setup",
                        "Bring zomg to where boxes shall run.",
                        "zomg setup deploy --context lab")
                .addSubcommand(new DeployCommand(invocation).spec());
    }
}
