package zomg.cli.inject;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import zomg.cli.session.Opening;
import zomg.cli.session.Session;
import zomg.cli.support.BoxRef;
import zomg.cli.support.Call;
import zomg.cli.support.Invocation;
import zomg.cli.support.Terminal;

/** Runs small programs in a box, as root. What they read is never on a command line. */
record InBox(Invocation invocation, BoxRef box) {

    /**
     * @param said to both streams, as far as it is kept
     */
    record Outcome(int exitCode, String said) {

        /** What programs end with when they complain. */
        String lastLine() {
            String[] lines = said.strip().split("\\R", -1);
            return lines[lines.length - 1].strip();
        }
    }

    private static final int MOST_KEPT = 64 * 1024;

    /**
     * @param seconds after which it is killed
     * @throws zomg.cli.support.ApiFailure if the server says no
     * @throws zomg.cli.support.Failure if nobody knows what it ended with
     */
    Outcome run(int seconds, byte[] input, List<String> command) {
        Kept kept = new Kept();
        PrintStream said = new PrintStream(kept, true, StandardCharsets.UTF_8);
        Terminal ours =
                new Terminal(new ByteArrayInputStream(input), said, said, false, false, false);
        Call call =
                Call.of("GET", "/v1/projects/{project}/boxes/{name}/exec/ws")
                        .path("project", box.project())
                        .path("name", box.name())
                        .query("command", command)
                        .query("stdin", true)
                        .query("timeout", seconds);
        int exitCode =
                new Session(invocation.at(ours))
                        .run(Opening.withoutTerminal(call, List.of(), Map.of()));
        return new Outcome(exitCode, kept.text());
    }

    /** The first bytes; the rest goes nowhere. */
    private static final class Kept extends OutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(int one) {
            if (bytes.size() < MOST_KEPT) {
                bytes.write(one);
            }
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
