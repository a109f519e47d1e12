package zomg.cli.local;

import java.util.Optional;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

/** Which instance on this machine. */
final class PlaceOptions {

    private final Value<String> state;
    private final Value<String> run;

    PlaceOptions(Command command) {
        state =
                command.option(
                        "DIR",
                        "What must survive; else ZOMG_STATE_DIR, /var/lib/zomg.",
                        "--state-dir");
        run =
                command.option(
                        "DIR",
                        "What ends with a reboot; else ZOMG_RUN_DIR, /run/zomg.",
                        "--run-dir");
    }

    Optional<String> state() {
        return state.find();
    }

    Optional<String> run() {
        return run.find();
    }
}
