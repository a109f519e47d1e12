package zomg.cli.box;

import java.util.List;
import zomg.cli.client.BoxesClient;
import zomg.cli.operation.Following;
import zomg.cli.support.BoxRef;
import zomg.cli.support.Each;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class StopCommand extends Command {

    private final Value<List<String>> boxes = requiredParameters("BOX", "One or more boxes.");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    public StopCommand(Invocation invocation) {
        super("stop", "Stop boxes; their disks stay.", "zomg stop web db");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        List<BoxRef> refs = boxes.get().stream().map(box -> invocation.box(box, project)).toList();
        Http http = invocation.http();
        Following following = new Following(invocation, http);
        BoxesClient client = new BoxesClient(http);
        return new Each<>(invocation, json.isSet(), BoxRef::typed)
                .run(
                        refs,
                        ref ->
                                following.toItsEnd(
                                        client.stopBox(ref.project(), ref.name(), null),
                                        () -> client.showBox(ref.project(), ref.name())),
                        answer -> answer.value().status());
    }
}
