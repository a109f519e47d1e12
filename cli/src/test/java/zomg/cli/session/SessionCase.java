package zomg.cli.session;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;
import zomg.cli.Zomg;
import zomg.cli.support.Terminal;

/** A command at a server that is played. */
abstract class SessionCase {

    static final int TEN_MEGABYTES = 10 * 1024 * 1024;

    @TempDir Path folder;

    final SessionServer server = new SessionServer();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void stop() {
        server.close();
    }

    CommandLineOf commandLine() {
        return new CommandLineOf(folder)
                .variable("ZOMG_URL", server.url())
                .variable("ZOMG_RECONNECT", "0")
                .variable("ZOMG_TOKEN", "secret");
    }

    Outcome cat() {
        return commandLine().run("exec", "web", "--", "cat");
    }

    int cat(InputStream in, OutputStream out) {
        Terminal terminal =
                new Terminal(
                        in,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        false,
                        false);
        return Zomg.run(terminal, commandLine().environment(), "exec", "web", "--", "cat");
    }
}
