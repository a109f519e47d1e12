package zomg.cli.local;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import zomg.cli.client.BoxesClient;
import zomg.cli.client.CreateBox;
import zomg.cli.client.Exec;
import zomg.cli.client.Executed;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;

/** Proves that boxes work here: makes one, runs a command in it, deletes it. */
final class SelfTest {

    private static final String PROJECT = "default";
    private static final String QUESTION = ". /etc/os-release; echo \"$PRETTY_NAME\"; uname -sr";
    private static final int NANOS_PER_MILLI = 1_000_000;

    /** A first box on a cold machine may take its time, and is waited for. */
    private static final String WAIT = "wait=110";

    /** What the box said, and how long it took. */
    record Proof(String output, long createMillis, long execMillis) {}

    private final BoxesClient boxes;
    private final String name;

    SelfTest(Http http, InstantSource clock) {
        this.boxes = new BoxesClient(http.header("Prefer", WAIT));
        this.name = "ephemeral-%d-%d".formatted(ProcessHandle.current().pid(), clock.millis());
    }

    Proof run() {
        long start = System.nanoTime();
        boxes.createBox(PROJECT, new CreateBox.Builder().name(name).build());
        try {
            long created = System.nanoTime();
            Executed executed =
                    boxes.execInBox(
                                    PROJECT,
                                    name,
                                    new Exec.Builder()
                                            .command(List.of("sh", "-c", QUESTION))
                                            .build())
                            .value();
            long ended = System.nanoTime();
            if (!Objects.equals(executed.exitCode(), 0)) {
                throw Failure.of(
                        "a command in a first box ended with %s: %s"
                                .formatted(executed.exitCode(), executed.stderr()));
            }
            return new Proof(
                    executed.stdout().strip(),
                    (created - start) / NANOS_PER_MILLI,
                    (ended - created) / NANOS_PER_MILLI);
        } finally {
            boxes.deleteBox(PROJECT, name, true, null);
        }
    }
}
