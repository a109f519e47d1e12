package zomg.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;

@Command(
        name = "docs",
        description = "Print the guide; alone, what there is to read.",
        footer = {"", "Example:", "  zomg docs command | less"})
final class DocsCommand implements Callable<Integer> {

    static final String UNKNOWN = "there is no guide \"%s\"; there is: command";

    private static final String GUIDE = "command";
    private static final String CONTENTS =
            """
            zomg docs command      the whole guide "Using zomg"
            zomg COMMAND --help    one command
            zomg api --help        every operation of the REST API
            <server>/openapi/ui    the REST API, to try out""";

    @Parameters(paramLabel = "GUIDE", arity = "0..1", description = "command.")
    private String guide;

    private final Invocation invocation;

    DocsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (guide == null) {
            invocation.output().line(CONTENTS);
        } else if (guide.equals(GUIDE)) {
            invocation.output().resource(DocsCommand.class, "using-zomg.md");
        } else {
            throw Failure.usage(UNKNOWN.formatted(guide));
        }
        return ExitCode.OK;
    }
}
