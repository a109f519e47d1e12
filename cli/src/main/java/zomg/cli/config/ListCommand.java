package zomg.cli.config;

import io.avaje.jsonb.Jsonb;
import io.avaje.jsonb.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import zomg.cli.support.ConfigFile;
import zomg.cli.support.ConfigKey;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;

@Command(
        name = "list",
        aliases = "ls",
        description = "Print all that are set; of a token its beginning.",
        footer = {"", "Example:", "  zomg config list"})
final class ListCommand implements Callable<Integer> {

    /** Enough to know one's tokens apart. */
    private static final int SHOWN = 4;

    @Mixin private JsonOption json;

    private final Invocation invocation;

    ListCommand(Invocation invocation) {
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
