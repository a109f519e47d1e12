package zomg.cli;

import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class DocsCommand extends Command {

    static final String UNKNOWN = "there is no guide \"%s\"; there is: command";

    private static final String GUIDE = "command";
    private static final String CONTENTS =
            """
            zomg docs command      the whole guide "Using zomg"
            zomg COMMAND --help    one command
            zomg api --help        every operation of the REST API
            <server>/openapi/ui    the REST API, to try out""";

    private final Value<String> guide = optionalParameter("GUIDE", "command.");

    private final Invocation invocation;

    DocsCommand(Invocation invocation) {
        super("docs", "Print the guide; alone, what there is to read.", "zomg docs command | less");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (guide.get() == null) {
            invocation.output().line(CONTENTS);
        } else if (guide.get().equals(GUIDE)) {
            invocation.output().resource(DocsCommand.class, "using-zomg.md");
        } else {
            throw Failure.usage(UNKNOWN.formatted(guide.get()));
        }
        return ExitCode.OK;
    }
}
