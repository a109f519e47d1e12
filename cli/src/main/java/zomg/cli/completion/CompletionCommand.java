package zomg.cli.completion;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;

@Command(
        name = "completion",
        description = "Print what lets a shell complete commands, options and names.",
        footer = {
            "",
            "Example:",
            "  zomg completion bash >/etc/bash_completion.d/zomg",
            "",
            "For one user:",
            "  bash: echo 'source <(zomg completion bash)' >>~/.bashrc",
            "  zsh:  echo 'source <(zomg completion zsh)' >>~/.zshrc (after compinit)",
            "  fish: zomg completion fish >~/.config/fish/completions/zomg.fish"
        })
public final class CompletionCommand implements Callable<Integer> {

    static final String UNKNOWN = "there is no completion for \"%s\"; there is for: %s";

    static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    /** Optional only because what the shells call is without. */
    @Parameters(paramLabel = "SHELL", arity = "0..1", description = "bash, zsh or fish.")
    private String shell = "";

    private final Invocation invocation;

    private CompletionCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    /** With what the shells call. */
    public static CommandLine tree(Invocation invocation) {
        return new CommandLine(new CompletionCommand(invocation))
                .addSubcommand(new CandidatesCommand(invocation));
    }

    @Override
    public Integer call() {
        if (!SHELLS.contains(shell)) {
            throw Failure.usage(UNKNOWN.formatted(shell, String.join(", ", SHELLS)));
        }
        invocation.output().resource(CompletionCommand.class, "zomg." + shell);
        return ExitCode.OK;
    }
}
