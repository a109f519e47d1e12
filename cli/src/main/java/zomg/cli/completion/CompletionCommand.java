package zomg.cli.completion;

import java.util.List;
import picocli.CommandLine;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class CompletionCommand extends Command {

    static final String UNKNOWN = "there is no completion for \"%s\"; there is for: %s";

    static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    /** Optional only because what the shells call is without. */
    private final Value<String> shell = optionalParameter("SHELL", "bash, zsh or fish.");

    private final Invocation invocation;

    private CompletionCommand(Invocation invocation) {
        super(
                "completion",
                "Print what lets a shell complete commands, options and names.",
                "zomg completion bash >/etc/bash_completion.d/zomg",
                "",
                "For one user:",
                "  bash: echo 'source <(zomg completion bash)' >>~/.bashrc",
                "  zsh:  echo 'source <(zomg completion zsh)' >>~/.zshrc (after compinit)",
                "  fish: zomg completion fish >~/.config/fish/completions/zomg.fish");
        this.invocation = invocation;
    }

    /** With what the shells call. */
    public static CommandLine tree(Invocation invocation) {
        return new CommandLine(new CompletionCommand(invocation).spec())
                .addSubcommand(new CandidatesCommand(invocation).spec());
    }

    @Override
    public Integer call() {
        String wanted = shell.find().orElse("");
        if (!SHELLS.contains(wanted)) {
            throw Failure.usage(UNKNOWN.formatted(wanted, String.join(", ", SHELLS)));
        }
        invocation.output().resource(CompletionCommand.class, "zomg." + wanted);
        return ExitCode.OK;
    }
}
