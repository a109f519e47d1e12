package zomg.cli.config;

import zomg.cli.support.ConfigFile;
import zomg.cli.support.ConfigKey;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class UnsetCommand extends Command {

    private final Value<String> key = parameter("KEY", "Which setting.");

    private final Invocation invocation;

    UnsetCommand(Invocation invocation) {
        super(
                "unset",
                "Take one out; nothing happens if it is not set.",
                "zomg config unset profile");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        ConfigFile.of(invocation.environment()).unset(ConfigKey.of(key.get()));
        return ExitCode.OK;
    }
}
