package zomg.model.exec;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import zomg.model.id.Uid;

/**
 * A session as a list shows it.
 *
 * @param command as it was asked for
 * @param background whether it was left running: nobody talks to it
 * @param pid of the command, as the box counts
 * @param end of one that has ended, for as long as that is known
 */
public record SessionInfo(
        Uid id,
        List<String> command,
        String user,
        boolean terminal,
        boolean background,
        Instant startedAt,
        int pid,
        Optional<ExecEnd> end) {

    public SessionInfo {
        command = List.copyOf(command);
    }
}
