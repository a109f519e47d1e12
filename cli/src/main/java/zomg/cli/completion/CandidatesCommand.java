package zomg.cli.completion;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;

/** Never fails and never says why: a shell calls it while somebody types. */
@Command(
        name = "candidates",
        hidden = true,
        description = "Print what the last word can become, a line each.",
        footer = {"", "Example:", "  zomg completion candidates -- show we"})
final class CandidatesCommand implements Callable<Integer> {

    /** For the shell: complete the name of a file. */
    static final String FILES = ":files";

    @Parameters(paramLabel = "WORD", arity = "0..*", description = "Each word up to the cursor.")
    private List<String> words = List.of("");

    @Spec private CommandSpec spec;

    private final Invocation invocation;

    CandidatesCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Line line = Line.of(spec.root(), words);
        if (line.wanted() == Line.Wanted.FILE) {
            invocation.output().line(FILES);
        } else {
            new Candidates(invocation.environment()).of(line).forEach(invocation.output()::line);
        }
        return ExitCode.OK;
    }
}
