package zomg.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.Terminal;
import zomg.cli.syntax.Command;

/** Does what most commands do, so that the JVM can write down which classes that takes. */
final class RehearseCommand extends Command {

    private static final String NOBODY = "nobody-has-this-name";

    /** What does not exist is answered, too, and takes the same way. */
    private static final String[][] COMMANDS = {
        {"list"},
        {"list", "--all", "--json"},
        {"show", NOBODY},
        {"exec", NOBODY, "--", "true"},
        {"stop", NOBODY},
        {"resume", NOBODY},
        {"create", "--help"},
        {"delete", "--help"},
        {"project", "list"},
        {"base", "list"},
        {"status"},
        {"completion", "candidates", "--", "show", ""},
        {"frob"}
    };

    private final Invocation invocation;

    RehearseCommand(Invocation invocation) {
        super("rehearse", "Run commands that change nothing, for nobody.", "zomg rehearse");
        hide();
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        for (String[] command : COMMANDS) {
            Zomg.run(nowhere(), invocation.environment(), command);
        }
        return ExitCode.OK;
    }

    private static Terminal nowhere() {
        PrintStream out =
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return new Terminal(InputStream.nullInputStream(), out, out, false, true, true);
    }
}
