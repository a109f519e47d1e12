package zomg.cli.box;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import zomg.cli.client.BoxesClient;
import zomg.cli.support.BoxRef;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;

@Command(
        name = "delete",
        description = "Delete boxes with their disks.",
        footer = {"", "Example:", "  zomg delete -f web"})
public final class DeleteCommand implements Callable<Integer> {

    @Parameters(paramLabel = "BOX", arity = "1..*", description = "One or more boxes.")
    private List<String> boxes;

    @Option(
            names = {"-f", "--force"},
            description = "Also when it is running.")
    private boolean force;

    @Mixin private ProjectOption project;
    @Mixin private JsonOption json;

    private final Invocation invocation;

    public DeleteCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        List<BoxRef> refs = boxes.stream().map(box -> invocation.box(box, project)).toList();
        BoxesClient client = new BoxesClient(invocation.http());
        return new EachBox(invocation, json.isSet())
                .run(
                        refs,
                        ref -> client.deleteBox(ref.project(), ref.name(), force ? true : null),
                        answer -> answer.value().status());
    }
}
