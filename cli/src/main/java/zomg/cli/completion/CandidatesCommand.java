package zomg.cli.completion;

import java.util.List;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

/** Never fails and never says why: a shell calls it while somebody types. */
final class CandidatesCommand extends Command {

    /** For the shell: complete the name of a file. */
    static final String FILES = ":files";

    private final Value<List<String>> words = parameters("WORD", "Each word up to the cursor.");

    private final Invocation invocation;

    CandidatesCommand(Invocation invocation) {
        super(
                "candidates",
                "Print what the last word can become, a line each.",
                "zomg completion candidates -- show we");
        hide();
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Line line = Line.of(spec().root(), words.get().isEmpty() ? List.of("") : words.get());
        if (line.wanted() == Line.Wanted.FILE) {
            invocation.output().line(FILES);
        } else {
            new Candidates(invocation.environment()).of(line).forEach(invocation.output()::line);
        }
        return ExitCode.OK;
    }
}
