package zomg.cli.config;

import java.util.regex.Pattern;
import zomg.cli.support.ConfigFile;
import zomg.cli.support.ConfigKey;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.support.Server;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class SetCommand extends Command {

    static final String BAD = "\"%s\" is no %s";

    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}\\s]+");

    private final Value<String> key = parameter("KEY", "Which setting.");
    private final Value<String> value = parameter("VALUE", "What it is to be.");

    private final Invocation invocation;

    SetCommand(Invocation invocation) {
        super(
                "set",
                "Set one; the file is made if it is not there.",
                "zomg config set api_url https://api.zomg.example.com");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        ConfigKey setting = ConfigKey.of(key.get());
        require(setting, value.get());
        ConfigFile.of(invocation.environment()).set(setting, value.get());
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
