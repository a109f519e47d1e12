package zomg.cli.support;

import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

/** {@code -j}. */
public final class JsonOption {

    private final Value<Boolean> json;

    public JsonOption(Command command) {
        json = command.flag("Print exactly what the API returns.", "-j", "--json");
    }

    public boolean isSet() {
        return json.get();
    }
}
