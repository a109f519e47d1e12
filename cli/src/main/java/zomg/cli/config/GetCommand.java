package zomg.cli.config;

import zomg.cli.support.ConfigFile;
import zomg.cli.support.ConfigKey;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class GetCommand extends Command {

    static final String NOT_SET = "%s is not set in %s";

    private final Value<String> key = parameter("KEY", "Which setting.");

    private final Invocation invocation;

    GetCommand(Invocation invocation) {
        super("get", "Print one, as it stands in the file.", "zomg config get profile");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        ConfigKey setting = ConfigKey.of(key.get());
        ConfigFile file = ConfigFile.of(invocation.environment());
        String value =
                file.get(setting)
                        .orElseThrow(() -> Failure.of(NOT_SET.formatted(setting, file.path())));
        invocation.output().line(value);
        return ExitCode.OK;
    }
}
