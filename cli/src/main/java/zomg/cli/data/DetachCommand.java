package zomg.cli.data;

import zomg.cli.client.Box;
import zomg.cli.client.DataVolumesClient;
import zomg.cli.client.DetachVolume;
import zomg.cli.support.Answer;
import zomg.cli.support.BoxRef;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.VolumeRef;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class DetachCommand extends Command {

    private final Value<String> box = parameter("BOX", "NAME, PROJECT:NAME, PROJECT.NAME or .");
    private final Value<String> volume = parameter("VOLUME", "The volume's name.");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    DetachCommand(Invocation invocation) {
        super(
                "detach",
                "Take a data volume from a box, at once if it runs.",
                "zomg data detach web datasets",
                "",
                "What works with files of the volume has to end before.");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(box.get(), project);
        VolumeRef name = invocation.volume(volume.get(), project);
        Answer<Box> answer =
                new DataVolumesClient(invocation.http())
                        .detachVolume(
                                ref.project(),
                                name.name(),
                                new DetachVolume.Builder().box(ref.name()).build());
        if (json.isSet()) {
            invocation.output().json(answer);
        } else {
            invocation.output().line("%s: detached %s".formatted(ref.name(), name.name()));
        }
        return ExitCode.OK;
    }
}
