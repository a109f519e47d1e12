package zomg.linux.process;

import java.time.Duration;
import java.util.List;

/** One program run, never a shell string. */
public record Command(List<String> argv, Duration timeout) {
    public Command {
        argv = List.copyOf(argv);
    }

    public static Command of(Duration timeout, String... argv) {
        return new Command(List.of(argv), timeout);
    }
}
