package zomg.cli.base;

import picocli.CommandLine;
import zomg.cli.support.Invocation;
import zomg.cli.syntax.Group;

public final class BaseCommand {

    private BaseCommand() {}

    /** With its subcommands. */
    public static CommandLine tree(Invocation invocation) {
        return Group.of("base", "Bases are what boxes start from.", "zomg base list")
                .addSubcommand(new ListCommand(invocation).spec())
                .addSubcommand(new ShowCommand(invocation).spec())
                .addSubcommand(new SaveCommand(invocation).spec())
                .addSubcommand(new BuildCommand(invocation).spec())
                .addSubcommand(new LogsCommand(invocation).spec())
                .addSubcommand(new ImportCommand(invocation).spec())
                .addSubcommand(new DeleteCommand(invocation).spec());
    }
}
