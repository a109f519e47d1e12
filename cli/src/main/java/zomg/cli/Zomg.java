package zomg.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
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
import zomg.cli.local.DoctorCommand;
import zomg.cli.local.DownCommand;
import zomg.cli.local.StatusCommand;
import zomg.cli.local.UpCommand;
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

    /** In the order of the help. Made only when named: each costs start-up time. */
    private static final Map<String, Function<Invocation, Object>> COMMANDS = new LinkedHashMap<>();

    private static final Map<String, String> ALIASES = Map.of("ls", "list", "rm", "delete");

    static {
        COMMANDS.put("create", CreateCommand::new);
        COMMANDS.put("list", ListCommand::new);
        COMMANDS.put("show", ShowCommand::new);
        COMMANDS.put("update", UpdateCommand::new);
        COMMANDS.put("stop", StopCommand::new);
        COMMANDS.put("resume", ResumeCommand::new);
        COMMANDS.put("delete", DeleteCommand::new);
        COMMANDS.put("exec", ExecCommand::new);
        COMMANDS.put("project", ProjectCommand::tree);
        COMMANDS.put("base", BaseCommand::tree);
        COMMANDS.put("api", ApiCommand::tree);
        COMMANDS.put("up", UpCommand::new);
        COMMANDS.put("down", DownCommand::new);
        COMMANDS.put("status", StatusCommand::new);
        COMMANDS.put("doctor", DoctorCommand::new);
        COMMANDS.put("help", _ -> new HelpCommand());
    }

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
        CommandLine root = new CommandLine(zomg);
        Invocation invocation = new Invocation(terminal, environment, zomg.options);
        wanted(arguments)
                .forEach(
                        name ->
                                root.addSubcommand(
                                        name, COMMANDS.get(name).apply(invocation), aliases(name)));
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

    /** The commands that the arguments name; all when they name none, or ask for help. */
    private static Set<String> wanted(String... arguments) {
        Set<String> named =
                Arrays.stream(arguments)
                        .map(argument -> ALIASES.getOrDefault(argument, argument))
                        .filter(COMMANDS::containsKey)
                        .collect(Collectors.toSet());
        boolean asksForVersion =
                Arrays.stream(arguments).anyMatch(Set.of("-V", "--version")::contains);
        return (named.isEmpty() && !asksForVersion) || named.contains("help")
                ? COMMANDS.keySet()
                : named;
    }

    private static String[] aliases(String command) {
        return ALIASES.entrySet().stream()
                .filter(alias -> alias.getValue().equals(command))
                .map(Map.Entry::getKey)
                .toArray(String[]::new);
    }

    @Override
    public void run() {
        spec.commandLine().usage(terminal.out());
    }
}
