package zomg.cli.data;

import zomg.cli.client.DataVolumesClient;
import zomg.cli.client.UpdateVolume;
import zomg.cli.client.Volume;
import zomg.cli.support.Answer;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.VolumeRef;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class UpdateCommand extends Command {

    private final Value<String> volume = parameter("VOLUME", "NAME or PROJECT:NAME.");
    private final Value<String> storage =
            option("SIZE", "How much may be kept in it: 20G.", "--storage");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    UpdateCommand(Invocation invocation) {
        super(
                "update",
                "Change how much may be kept in a data volume, also while boxes write to it.",
                "zomg data update datasets --storage 20G");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Integer gibibytes = StorageSize.parse(storage);
        VolumeRef ref = invocation.volume(volume.get(), project);
        Answer<Volume> updated =
                new DataVolumesClient(invocation.http())
                        .updateVolume(
                                ref.project(),
                                ref.name(),
                                new UpdateVolume.Builder().storageGb(gibibytes).build());
        if (json.isSet()) {
            invocation.output().json(updated);
        } else {
            invocation.output().line(ref.name() + ": updated");
        }
        return ExitCode.OK;
    }
}
