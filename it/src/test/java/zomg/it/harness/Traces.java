package zomg.it.harness;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import zomg.it.Instance;

/** All that an instance leaves outside of its records, compared with what these say there is. */
abstract class Traces {

    private static final long PAUSE_NANOS = 200_000_000;

    /**
     * What the records say.
     *
     * @param boxes ids of all that have a root
     * @param running ids of those that have processes, links and the like besides
     * @param snapshots ids of all that keep something
     * @param volumes ids of data volumes that no box owns
     * @param volumeSnapshots ids of all snapshots of those
     */
    record Expected(
            Set<String> bases,
            Set<String> boxes,
            Set<String> running,
            Set<String> snapshots,
            Set<String> volumes,
            Set<String> volumeSnapshots) {}

    private final Duration patience;

    /**
     * @param patience for what goes by itself, a moment after what it belonged to
     */
    Traces(Duration patience) {
        this.patience = patience;
    }

    static Traces of(Instance instance) {
        return instance.cluster()
                .<Traces>map(cluster -> new ClusterTraces(instance, cluster))
                .orElseGet(() -> new LocalTraces(instance));
    }

    /**
     * One line for each thing that is too many or missing, and stays so: what does not go in a
     * moment is an orphan.
     */
    final List<String> differences(Expected expected) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        List<String> differences = look(expected);
        while (!differences.isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
            differences = look(expected);
        }
        return differences;
    }

    private List<String> look(Expected expected) throws IOException {
        Findings findings = new Findings();
        look(expected, findings);
        return findings.all();
    }

    abstract void look(Expected expected, Findings findings) throws IOException;

    /** What tells one run of a box from its next; empty if it does not run, or nobody says. */
    abstract String runOf(String box);
}
