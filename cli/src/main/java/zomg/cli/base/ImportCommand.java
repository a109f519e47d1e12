package zomg.cli.base;

import zomg.cli.client.BasesClient;
import zomg.cli.client.NewBase;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class ImportCommand extends Command {

    static final String NO_SOURCE = "--from is required";

    private final Value<String> name = parameter("NAME", "What to call the base.");
    private final Value<String> from =
            option(
                    "SOURCE",
                    "A directory or a tar archive on the server's machine, by an absolute path; or"
                            + " debian:SUITE or ubuntu:SUITE.",
                    "--from");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    ImportCommand(Invocation invocation) {
        super(
                "import",
                "Make a base of what the server's machine or a mirror has; for administrators.",
                new String[] {
                    "",
                    "Boxes are started with tini and bash: both must be in it. A suite is fetched",
                    "bare; zomg.debian-mirror and zomg.ubuntu-mirror say from where.",
                    "",
                    "Examples:",
                    "  zomg base import mine --from /srv/images/mine.tar.gz",
                    "  zomg base import trixie --from debian:trixie"
                });
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        String source = from.find().orElseThrow(() -> Failure.usage(NO_SOURCE));
        Http http = invocation.http();
        new MadeBaseOutput(invocation, http)
                .print(
                        new BasesClient(http)
                                .makeBase(
                                        invocation.project(project),
                                        new NewBase.Builder()
                                                .name(name.get())
                                                .from(source)
                                                .build()),
                        name.get(),
                        json.isSet());
        return ExitCode.OK;
    }
}
