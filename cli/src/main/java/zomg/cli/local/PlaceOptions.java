package zomg.cli.local;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Which instance on this machine. */
final class PlaceOptions {

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "What must survive; else ZOMG_STATE_DIR, /var/lib/zomg.")
    private String state;

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "What ends with a reboot; else ZOMG_RUN_DIR, /run/zomg.")
    private String run;

    Optional<String> state() {
        return Optional.ofNullable(state);
    }

    Optional<String> run() {
        return Optional.ofNullable(run);
    }
}
