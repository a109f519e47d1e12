package zomg.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import zomg.cli.support.Environment;
import zomg.cli.support.Terminal;

/** Runs the command as a person at a terminal, or a script, would. */
public final class CommandLineOf {

    /** What it ended with and what it said. */
    public record Outcome(int exitCode, String out, String err) {}

    private final Path folder;
    private final Map<String, String> variables = new HashMap<>();
    private boolean atTerminal;
    private String input = "";

    /**
     * @param folder home and working directory at once
     */
    public CommandLineOf(Path folder) {
        this.folder = folder;
        variables.put("ZOMG_RUN_DIR", folder.resolve("run").toString());
    }

    public CommandLineOf server(RecordedServer server) {
        return variable("ZOMG_URL", server.url()).variable("ZOMG_TOKEN", "secret");
    }

    public CommandLineOf variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    public CommandLineOf atTerminal() {
        atTerminal = true;
        return this;
    }

    public CommandLineOf input(String text) {
        input = text;
        return this;
    }

    public Environment environment() {
        return new Environment(variables, folder, folder);
    }

    public Outcome run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Zomg.run(terminal(out, err), environment(), arguments);
        return new Outcome(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    public Terminal terminal(ByteArrayOutputStream out, ByteArrayOutputStream err) {
        return new Terminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                atTerminal,
                atTerminal,
                atTerminal);
    }
}
