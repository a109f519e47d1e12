package zomg.cli.syntax;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A command that does nothing but by one of its subcommands. */
public final class Group {

    private Group() {}

    /**
     * Without its subcommands: {@link CommandLine#addSubcommand(Object)} takes their
     * specifications.
     *
     * @param footer what else there is to say of it, after its example
     */
    public static CommandLine of(
            String name, String description, String example, String... footer) {
        CommandSpec group = CommandSpec.create().name(name);
        group.usageMessage()
                .description(description)
                .synopsisSubcommandLabel("COMMAND")
                .footer(Command.footer(example, footer));
        return new CommandLine(group);
    }
}
