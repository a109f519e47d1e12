package zomg.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** As picocli's own, whose -h would clash with ours for every command. */
@Command(
        name = "help",
        description = "Say what a command does.",
        footer = {"", "Example:", "  zomg help create"})
final class HelpCommand implements Runnable {

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Which; else all.")
    private List<String> names = List.of();

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        CommandLine command = spec.parent().commandLine();
        for (String name : names) {
            CommandLine next = command.getSubcommands().get(name);
            if (next == null) {
                throw new ParameterException(
                        spec.commandLine(), "there is no command \"%s\"".formatted(name));
            }
            command = next;
        }
        command.usage(command.getOut());
    }
}
