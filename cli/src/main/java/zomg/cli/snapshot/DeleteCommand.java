package zomg.cli.snapshot;

import java.util.List;
import java.util.function.Function;
import zomg.cli.client.SnapshotsClient;
import zomg.cli.support.BoxRef;
import zomg.cli.support.Each;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class DeleteCommand extends Command {

    private final Value<String> box = parameter("BOX", "NAME, PROJECT:NAME, PROJECT.NAME or .");
    private final Value<List<String>> names =
            requiredParameters("SNAPSHOT", "One or more snapshots of it.");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    DeleteCommand(Invocation invocation) {
        super("delete", "Delete snapshots of a box.", "zomg snapshot delete web v0 v1");
        alias("rm");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(box.get(), project);
        SnapshotsClient client = new SnapshotsClient(invocation.http());
        return new Each<String>(invocation, json.isSet(), Function.identity())
                .run(
                        names.get(),
                        name -> client.deleteSnapshot(ref.project(), ref.name(), name),
                        answer -> answer.value().status());
    }
}
