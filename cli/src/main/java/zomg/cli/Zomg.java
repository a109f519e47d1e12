package zomg.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import zomg.cli.api.ApiCommand;
import zomg.cli.base.BaseCommand;
import zomg.cli.box.AttachCommand;
import zomg.cli.box.ConsoleCommand;
import zomg.cli.box.CreateCommand;
import zomg.cli.box.DeleteCommand;
import zomg.cli.box.ExecCommand;
import zomg.cli.box.ListCommand;
import zomg.cli.box.LogsCommand;
import zomg.cli.box.PsCommand;
import zomg.cli.box.PublishCommand;
import zomg.cli.box.ResumeCommand;
import zomg.cli.box.SessionsCommand;
import zomg.cli.box.ShowCommand;
import zomg.cli.box.StopCommand;
import zomg.cli.box.UnpublishCommand;
import zomg.cli.box.UpdateCommand;
import zomg.cli.cluster.SetupCommand;
import zomg.cli.completion.CompletionCommand;
import zomg.cli.config.ConfigCommand;
import zomg.cli.data.DataCommand;
import zomg.cli.diff.DiffCommand;
import zomg.cli.file.CopyCommand;
import zomg.cli.inject.InjectCommand;
import zomg.cli.journal.AuditCommand;
import zomg.cli.journal.EventsCommand;
import zomg.cli.local.DoctorCommand;
import zomg.cli.local.DownCommand;
import zomg.cli.local.StatusCommand;
import zomg.cli.local.UpCommand;
import zomg.cli.operation.OperationCommand;
import zomg.cli.project.ProjectCommand;
import zomg.cli.snapshot.SnapshotCommand;
import zomg.cli.space.DuCommand;
import zomg.cli.support.Environment;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failures;
import zomg.cli.support.GlobalOptions;
import zomg.cli.support.Invocation;
import zomg.cli.support.Terminal;
import zomg.cli.support.Version;
import zomg.cli.syntax.Root;
import zomg.cli.tunnel.TunnelCommand;

/** Persistent Linux boxes: the root of all commands. */
public final class Zomg extends Root {

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
                    "publish",
                    "unpublish",
                    "exec",
                    "console",
                    "sessions",
                    "attach",
                    "cp",
                    "get",
                    "put",
                    "ps",
                    "logs",
                    "inject",
                    "tunnel",
                    "data",
                    "snapshot",
                    "diff",
                    "du",
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
                    "setup",
                    "rehearse",
                    "help");

    private static final Map<String, String> ALIASES =
            Map.of("list", "ls", "delete", "rm", "logs", "tail");

    private final GlobalOptions options = new GlobalOptions(this);

    private final Terminal terminal;

    private Zomg(Terminal terminal) {
        super(
                "zomg",
                "Persistent Linux boxes in seconds.",
                "zomg create web && zomg exec web -- uname -a",
                "",
                "zomg COMMAND --help tells more about a command.");
        helpFlag("Say what it does.", "-h", "--help");
        versionFlag(new Version(), "Print the version.", "-V", "--version");
        this.terminal = terminal;
    }

    public static void main(String[] arguments) {
        int exitCode = run(Terminal.ofProcess(), Environment.ofProcess(), arguments);
        // Nothing is left to be done at the end; to say so in a log, as exit does, takes longer
        // than the rest of it.
        Runtime.getRuntime().halt(exitCode);
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
        CommandLine root = new CommandLine(spec());
        for (String name : names) {
            root.addSubcommand(name, command(name, invocation), aliases(name));
        }
        return root;
    }

    /** Made only when named: each costs start-up time, as a lambda in a table would. */
    private static Object command(String name, Invocation invocation) {
        return switch (name) {
            case "create" -> new CreateCommand(invocation).spec();
            case "list" -> new ListCommand(invocation).spec();
            case "show" -> new ShowCommand(invocation).spec();
            case "update" -> new UpdateCommand(invocation).spec();
            case "stop" -> new StopCommand(invocation).spec();
            case "resume" -> new ResumeCommand(invocation).spec();
            case "delete" -> new DeleteCommand(invocation).spec();
            case "publish" -> new PublishCommand(invocation).spec();
            case "unpublish" -> new UnpublishCommand(invocation).spec();
            case "exec" -> new ExecCommand(invocation).spec();
            case "console" -> new ConsoleCommand(invocation).spec();
            case "sessions" -> new SessionsCommand(invocation).spec();
            case "attach" -> new AttachCommand(invocation).spec();
            case "cp", "get", "put" -> new CopyCommand(name, invocation).spec();
            case "ps" -> new PsCommand(invocation).spec();
            case "logs" -> new LogsCommand(invocation).spec();
            case "inject" -> new InjectCommand(invocation).spec();
            case "tunnel" -> new TunnelCommand(invocation).spec();
            case "data" -> DataCommand.tree(invocation);
            case "snapshot" -> SnapshotCommand.tree(invocation);
            case "diff" -> new DiffCommand(invocation).spec();
            case "du" -> new DuCommand(invocation).spec();
            case "project" -> ProjectCommand.tree(invocation);
            case "base" -> BaseCommand.tree(invocation);
            case "operation" -> OperationCommand.tree(invocation);
            case "events" -> new EventsCommand(invocation).spec();
            case "audit" -> new AuditCommand(invocation).spec();
            case "config" -> ConfigCommand.tree(invocation);
            case "completion" -> CompletionCommand.tree(invocation);
            case "docs" -> new DocsCommand(invocation).spec();
            case "api" -> ApiCommand.tree(invocation);
            case "up" -> new UpCommand(invocation).spec();
            case "down" -> new DownCommand(invocation).spec();
            case "status" -> new StatusCommand(invocation).spec();
            case "doctor" -> new DoctorCommand(invocation).spec();
            case "setup" -> SetupCommand.tree(invocation);
            case "rehearse" -> new RehearseCommand(invocation).spec();
            case "help" -> new HelpCommand().spec();
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
            if (given.contains(command) || given.contains(aliasOf(command))) {
                named.add(command);
            }
        }
        boolean asksForVersion = given.contains("-V") || given.contains("--version");
        return named.isEmpty() && !asksForVersion ? COMMANDS : named;
    }

    private static String aliasOf(String command) {
        return ALIASES.getOrDefault(command, command);
    }

    private static String[] aliases(String command) {
        String alias = aliasOf(command);
        return alias.equals(command) ? new String[0] : new String[] {alias};
    }

    @Override
    public Integer call() {
        spec().commandLine().usage(terminal.out());
        return ExitCode.OK;
    }
}
