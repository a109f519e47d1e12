package zomg.cli.config;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import zomg.cli.support.Invocation;

@Command(
        name = "config",
        description = "Which server the command talks to, and as whom.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Example:",
            "  zomg config set profile staging",
            "",
            "Settings: profile (or env), api_url, ssh_host, zomg_domain, auth_token."
        })
public final class ConfigCommand {

    private ConfigCommand() {}

    /** With its subcommands. */
    public static CommandLine tree(Invocation invocation) {
        return new CommandLine(new ConfigCommand())
                .addSubcommand(new SetCommand(invocation))
                .addSubcommand(new GetCommand(invocation))
                .addSubcommand(new ListCommand(invocation))
                .addSubcommand(new UnsetCommand(invocation))
                .addSubcommand(new PathCommand(invocation))
                .addSubcommand(new ProfilesCommand(invocation));
    }
}
