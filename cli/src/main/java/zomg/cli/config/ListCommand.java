package zomg.cli.config;

import io.avaje.jsonb.Jsonb;
import io.avaje.jsonb.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import zomg.cli.support.ConfigFile;
import zomg.cli.support.ConfigKey;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.syntax.Command;

final class ListCommand extends Command {

    /** Enough to know one's tokens apart. */
    private static final int SHOWN = 4;

    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    ListCommand(Invocation invocation) {
        super("list", "Print all that are set; of a token its beginning.", "zomg config list");
        alias("ls");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Map<String, String> all = new LinkedHashMap<>();
        ConfigFile.of(invocation.environment())
                .all()
                .forEach((key, value) -> all.put(key.toString(), shown(key, value)));
        if (json.isSet()) {
            invocation
                    .output()
                    .line(
                            Jsonb.instance()
                                    .<Map<String, String>>type(Types.mapOf(String.class))
                                    .toJson(all));
        } else {
            invocation
                    .output()
                    .facts(
                            all.entrySet().stream()
                                    .map(one -> List.of(one.getKey(), one.getValue()))
                                    .toList());
        }
        return ExitCode.OK;
    }

    private static String shown(ConfigKey key, String value) {
        return key == ConfigKey.AUTH_TOKEN
                ? value.substring(0, Math.min(SHOWN, value.length() / 2)) + "..."
                : value;
    }
}
