package zomg.cli.data;

import java.util.List;
import java.util.function.Function;
import zomg.cli.client.DataVolumesClient;
import zomg.cli.support.Each;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.VolumeRef;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class DeleteCommand extends Command {

    private final Value<List<String>> names =
            requiredParameters("VOLUME", "One or more: NAME or PROJECT:NAME.");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    DeleteCommand(Invocation invocation) {
        super(
                "delete",
                "Delete data volumes that no box has, and their snapshots.",
                "zomg data delete datasets");
        alias("rm");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        DataVolumesClient client = new DataVolumesClient(invocation.http());
        return new Each<String>(invocation, json.isSet(), Function.identity())
                .run(
                        names.get(),
                        name -> {
                            VolumeRef ref = invocation.volume(name, project);
                            return client.deleteVolume(ref.project(), ref.name());
                        },
                        answer -> answer.value().status());
    }
}
