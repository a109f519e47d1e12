package zomg.cli.config;

import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import zomg.cli.support.ConfigFile;
import zomg.cli.support.ConfigKey;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.support.Server;

@Command(
        name = "set",
        description = "Set one; the file is made if it is not there.",
        footer = {"", "Example:", "  zomg config set api_url https://api.zomg.example.com"})
final class SetCommand implements Callable<Integer> {

    static final String BAD = "\"%s\" is no %s";

    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}\\s]+");

    @Parameters(index = "0", paramLabel = "KEY", description = "Which setting.")
    private String key;

    @Parameters(index = "1", paramLabel = "VALUE", description = "What it is to be.")
    private String value;

    private final Invocation invocation;

    SetCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        ConfigKey setting = ConfigKey.of(key);
        require(setting, value);
        ConfigFile.of(invocation.environment()).set(setting, value);
        return ExitCode.OK;
    }

    private static void require(ConfigKey setting, String value) {
        boolean isGood =
                switch (setting) {
                    case API_URL -> Server.parse(value) != null;
                    case SSH_HOST, ZOMG_DOMAIN -> HOST.matcher(value).matches();
                    case PROFILE, AUTH_TOKEN -> TEXT.matcher(value).matches();
                };
        if (!isGood) {
            throw Failure.usage(
                    setting == ConfigKey.AUTH_TOKEN
                            ? "that is no auth_token"
                            : BAD.formatted(value, setting));
        }
    }
}
