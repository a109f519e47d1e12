package zomg.cli.data;

import zomg.cli.client.DataVolumesClient;
import zomg.cli.client.Volume;
import zomg.cli.support.Answer;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.VolumeRef;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class RestoreSnapshotCommand extends Command {

    private final Value<String> volume = parameter("VOLUME", "NAME or PROJECT:NAME.");
    private final Value<String> snapshot = parameter("NAME", "The snapshot.");
    private final Value<Boolean> force =
            flag("Stop boxes that have the volume and run, and resume them.", "-f", "--force");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    RestoreSnapshotCommand(Invocation invocation) {
        super(
                "restore",
                "Replace what is in a data volume by what is in a snapshot.",
                "zomg data snapshot restore datasets v0",
                "",
                "Boxes that have the volume must be stopped, or are with -f. What is in it now is",
                "lost, but for its snapshots: take one before.");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        VolumeRef ref = invocation.volume(volume.get(), project);
        Answer<Volume> answer =
                new DataVolumesClient(invocation.http())
                        .restoreVolumeSnapshot(
                                ref.project(),
                                ref.name(),
                                snapshot.get(),
                                force.get() ? true : null);
        if (json.isSet()) {
            invocation.output().json(answer);
        } else {
            invocation.output().line("%s: restored from %s".formatted(ref.name(), snapshot.get()));
        }
        return ExitCode.OK;
    }
}
