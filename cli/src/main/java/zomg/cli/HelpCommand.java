package zomg.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import zomg.cli.support.ExitCode;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

/** As picocli's own, whose -h would clash with ours for every command. */
final class HelpCommand extends Command {

    private final Value<List<String>> names = parameters("COMMAND", "Which; else all.");

    HelpCommand() {
        super("help", "Say what a command does.", "zomg help create");
    }

    @Override
    public Integer call() {
        CommandLine command = spec().parent().commandLine();
        for (String name : names.get()) {
            CommandLine next = command.getSubcommands().get(name);
            if (next == null) {
                throw new ParameterException(
                        spec().commandLine(), "there is no command \"%s\"".formatted(name));
            }
            command = next;
        }
        command.usage(command.getOut());
        return ExitCode.OK;
    }
}
