package zomg.cli.config;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import zomg.cli.support.ConfigFile;
import zomg.cli.support.ConfigKey;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;

@Command(
        name = "get",
        description = "Print one, as it stands in the file.",
        footer = {"", "Example:", "  zomg config get profile"})
final class GetCommand implements Callable<Integer> {

    static final String NOT_SET = "%s is not set in %s";

    @Parameters(paramLabel = "KEY", description = "Which setting.")
    private String key;

    private final Invocation invocation;

    GetCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        ConfigKey setting = ConfigKey.of(key);
        ConfigFile file = ConfigFile.of(invocation.environment());
        String value =
                file.get(setting)
                        .orElseThrow(() -> Failure.of(NOT_SET.formatted(setting, file.path())));
        invocation.output().line(value);
        return ExitCode.OK;
    }
}
