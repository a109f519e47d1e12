package zomg.cli.space;

import zomg.cli.client.BoxesClient;
import zomg.cli.operation.Following;
import zomg.cli.support.BoxRef;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

/** What a box costs, and what deleting it gives back. */
public final class DuCommand extends Command {

    private final Value<String> box = parameter("BOX", "NAME, PROJECT:NAME, PROJECT.NAME or .");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    public DuCommand(Invocation invocation) {
        super(
                "du",
                "Measure what a box costs, and what deleting it gives back.",
                "zomg du web",
                "",
                "own is what counts for its limit, shared what others have too, frees what deleting",
                "it gives back. held_by tells who has what counts for it, and goes on counting for",
                "it as long as they have it. Of a data volume: zomg data du.");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(box.get(), project);
        Http http = invocation.http();
        BoxesClient client = new BoxesClient(http);
        UsageFacts.print(
                invocation,
                new Following(invocation, http),
                client.measureBox(ref.project(), ref.name()),
                () -> client.showBoxUsage(ref.project(), ref.name()),
                json.isSet());
        return ExitCode.OK;
    }
}
