package zomg.cli.config;

import picocli.CommandLine;
import zomg.cli.support.Invocation;
import zomg.cli.syntax.Group;

public final class ConfigCommand {

    private ConfigCommand() {}

    /** With its subcommands. */
    public static CommandLine tree(Invocation invocation) {
        return Group.of(
                        "config",
                        "Which server the command talks to, and as whom.",
                        "zomg config set profile staging",
                        "",
                        "Settings: profile (or env), api_url, ssh_host, zomg_domain, auth_token.")
                .addSubcommand(new SetCommand(invocation).spec())
                .addSubcommand(new GetCommand(invocation).spec())
                .addSubcommand(new ListCommand(invocation).spec())
                .addSubcommand(new UnsetCommand(invocation).spec())
                .addSubcommand(new PathCommand(invocation).spec())
                .addSubcommand(new ProfilesCommand(invocation).spec());
    }
}
