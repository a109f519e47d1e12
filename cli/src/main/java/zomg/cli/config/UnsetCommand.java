package zomg.cli.config;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import zomg.cli.support.ConfigFile;
import zomg.cli.support.ConfigKey;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;

@Command(
        name = "unset",
        description = "Take one out; nothing happens if it is not set.",
        footer = {"", "Example:", "  zomg config unset profile"})
final class UnsetCommand implements Callable<Integer> {

    @Parameters(paramLabel = "KEY", description = "Which setting.")
    private String key;

    private final Invocation invocation;

    UnsetCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        ConfigFile.of(invocation.environment()).unset(ConfigKey.of(key));
        return ExitCode.OK;
    }
}
