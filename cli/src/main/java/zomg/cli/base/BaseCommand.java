package zomg.cli.base;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import zomg.cli.support.Invocation;

@Command(
        name = "base",
        description = "Bases are what boxes start from.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  zomg base list"})
public final class BaseCommand {

    private BaseCommand() {}

    /** With its subcommands. */
    public static CommandLine tree(Invocation invocation) {
        return new CommandLine(new BaseCommand()).addSubcommand(new ListCommand(invocation));
    }
}
