package zomg.cli.data;

import zomg.cli.client.DataVolumesClient;
import zomg.cli.client.DeletedVolumeSnapshot;
import zomg.cli.support.Answer;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.VolumeRef;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class DeleteSnapshotCommand extends Command {

    private final Value<String> volume = parameter("VOLUME", "NAME or PROJECT:NAME.");
    private final Value<String> snapshot = parameter("NAME", "The snapshot.");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    DeleteSnapshotCommand(Invocation invocation) {
        super(
                "delete",
                "Delete a snapshot; the volume stays as it is.",
                "zomg data snapshot delete datasets v0");
        alias("rm");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        VolumeRef ref = invocation.volume(volume.get(), project);
        Answer<DeletedVolumeSnapshot> answer =
                new DataVolumesClient(invocation.http())
                        .deleteVolumeSnapshot(ref.project(), ref.name(), snapshot.get());
        if (json.isSet()) {
            invocation.output().json(answer);
        } else {
            invocation.output().line("%s: %s".formatted(snapshot.get(), answer.value().status()));
        }
        return ExitCode.OK;
    }
}
