package zomg.cli.box;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import zomg.cli.client.BoxesClient;
import zomg.cli.operation.Following;
import zomg.cli.support.BoxRef;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;

@Command(
        name = "stop",
        description = "Stop boxes; their disks stay.",
        footer = {"", "Example:", "  zomg stop web db"})
public final class StopCommand implements Callable<Integer> {

    @Parameters(paramLabel = "BOX", arity = "1..*", description = "One or more boxes.")
    private List<String> boxes;

    @Mixin private ProjectOption project;
    @Mixin private JsonOption json;

    private final Invocation invocation;

    public StopCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        List<BoxRef> refs = boxes.stream().map(box -> invocation.box(box, project)).toList();
        Http http = invocation.http();
        Following following = new Following(invocation, http);
        BoxesClient client = new BoxesClient(http);
        return new EachBox(invocation, json.isSet())
                .run(
                        refs,
                        ref ->
                                following.toItsEnd(
                                        client.stopBox(ref.project(), ref.name(), null),
                                        () -> client.showBox(ref.project(), ref.name())),
                        answer -> answer.value().status());
    }
}
