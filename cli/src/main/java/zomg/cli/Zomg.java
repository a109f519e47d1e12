package zomg.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import zomg.cli.api.ApiCommand;
import zomg.cli.base.BaseCommand;
import zomg.cli.box.CreateCommand;
import zomg.cli.box.DeleteCommand;
import zomg.cli.box.ExecCommand;
import zomg.cli.box.ListCommand;
import zomg.cli.box.ResumeCommand;
import zomg.cli.box.ShowCommand;
import zomg.cli.box.StopCommand;
import zomg.cli.box.UpdateCommand;
import zomg.cli.completion.CompletionCommand;
import zomg.cli.config.ConfigCommand;
import zomg.cli.journal.AuditCommand;
import zomg.cli.journal.EventsCommand;
import zomg.cli.local.DoctorCommand;
import zomg.cli.local.DownCommand;
import zomg.cli.local.StatusCommand;
import zomg.cli.local.UpCommand;
import zomg.cli.operation.OperationCommand;
import zomg.cli.project.ProjectCommand;
import zomg.cli.support.Environment;
import zomg.cli.support.Failures;
import zomg.cli.support.GlobalOptions;
import zomg.cli.support.Invocation;
import zomg.cli.support.Terminal;
import zomg.cli.support.Version;

/** Persistent Linux boxes: the root of all commands. */
@Command(
        name = "zomg",
        description = "Persistent Linux boxes in seconds.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        footer = {
            "",
            "Example:",
            "  zomg create web && zomg exec web -- uname -a",
            "",
            "zomg COMMAND --help tells more about a command."
        })
public final class Zomg implements Runnable {

    /** In the order of the help. */
    private static final List<String> COMMANDS =
            List.of(
                    "create",
                    "list",
                    "show",
                    "update",
                    "stop",
                    "resume",
                    "delete",
                    "exec",
                    "project",
                    "base",
                    "operation",
                    "events",
                    "audit",
                    "config",
                    "completion",
                    "docs",
                    "api",
                    "up",
                    "down",
                    "status",
                    "doctor",
                    "rehearse",
                    "help");

    private static final Map<String, String> ALIASES = Map.of("list", "ls", "delete", "rm");

    @Mixin private GlobalOptions options = new GlobalOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Say what it does.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print the version.")
    @SuppressWarnings("UnusedVariable") // likewise
    private boolean version;

    @Spec private CommandSpec spec;

    private final Terminal terminal;

    private Zomg(Terminal terminal) {
        this.terminal = terminal;
    }

    public static void main(String[] arguments) {
        int exitCode = run(Terminal.ofProcess(), Environment.ofProcess(), arguments);
        System.exit(exitCode);
    }

    /** Everything but the process: this is what tests call. */
    public static int run(Terminal terminal, Environment environment, String... arguments) {
        Zomg zomg = new Zomg(terminal);
        Invocation invocation = new Invocation(terminal, environment, zomg.options);
        CommandLine root = zomg.tree(invocation, wanted(arguments));
        Failures failures = new Failures(invocation);
        PrintWriter out = new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8);
        try {
            return root.setExpandAtFiles(false)
                    .setOut(out)
                    .setErr(err)
                    .setExecutionExceptionHandler(failures)
                    .setParameterExceptionHandler(failures)
                    .execute(arguments);
        } finally {
            out.flush();
            err.flush();
            terminal.out().flush();
            terminal.err().flush();
        }
    }

    /** With every command. */
    static CommandLine tree(Terminal terminal, Environment environment) {
        Zomg zomg = new Zomg(terminal);
        return zomg.tree(new Invocation(terminal, environment, zomg.options), COMMANDS);
    }

    private CommandLine tree(Invocation invocation, List<String> names) {
        CommandLine root = new CommandLine(this);
        for (String name : names) {
            root.addSubcommand(name, command(name, invocation), aliases(name));
        }
        return root;
    }

    /** Made only when named: each costs start-up time, as a lambda in a table would. */
    private static Object command(String name, Invocation invocation) {
        return switch (name) {
            case "create" -> new CreateCommand(invocation);
            case "list" -> new ListCommand(invocation);
            case "show" -> new ShowCommand(invocation);
            case "update" -> new UpdateCommand(invocation);
            case "stop" -> new StopCommand(invocation);
            case "resume" -> new ResumeCommand(invocation);
            case "delete" -> new DeleteCommand(invocation);
            case "exec" -> new ExecCommand(invocation);
            case "project" -> ProjectCommand.tree(invocation);
            case "base" -> BaseCommand.tree(invocation);
            case "operation" -> OperationCommand.tree(invocation);
            case "events" -> new EventsCommand(invocation);
            case "audit" -> new AuditCommand(invocation);
            case "config" -> ConfigCommand.tree(invocation);
            case "completion" -> CompletionCommand.tree(invocation);
            case "docs" -> new DocsCommand(invocation);
            case "api" -> ApiCommand.tree(invocation);
            case "up" -> new UpCommand(invocation);
            case "down" -> new DownCommand(invocation);
            case "status" -> new StatusCommand(invocation);
            case "doctor" -> new DoctorCommand(invocation);
            case "rehearse" -> new RehearseCommand(invocation);
            case "help" -> new HelpCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** The commands that the arguments name; all when they name none, or ask for help. */
    private static List<String> wanted(String... arguments) {
        List<String> given = List.of(arguments);
        if (given.contains("help") || given.contains("completion")) {
            return COMMANDS;
        }
        List<String> named = new ArrayList<>();
        for (String command : COMMANDS) {
            if (given.contains(command) || given.contains(alias(command))) {
                named.add(command);
            }
        }
        boolean asksForVersion = given.contains("-V") || given.contains("--version");
        return named.isEmpty() && !asksForVersion ? COMMANDS : named;
    }

    private static String alias(String command) {
        return ALIASES.getOrDefault(command, command);
    }

    private static String[] aliases(String command) {
        String alias = alias(command);
        return alias.equals(command) ? new String[0] : new String[] {alias};
    }

    @Override
    public void run() {
        spec.commandLine().usage(terminal.out());
    }
}
