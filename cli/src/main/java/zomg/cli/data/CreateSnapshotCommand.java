package zomg.cli.data;

import zomg.cli.client.CreateVolumeSnapshot;
import zomg.cli.client.DataVolumesClient;
import zomg.cli.client.VolumeSnapshot;
import zomg.cli.support.Answer;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.VolumeRef;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class CreateSnapshotCommand extends Command {

    static final String TWO_NAMES = "the name is given twice";

    private final Value<String> volume = parameter("VOLUME", "NAME or PROJECT:NAME.");
    private final Value<String> name =
            optionalParameter("NAME", "Its name; else the next of v0, v1, ...");
    private final Value<String> description = option("TEXT", "Why it is taken.", "-m", "--message");
    private final Value<String> named = option("NAME", "As the parameter NAME.", "--name");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    CreateSnapshotCommand(Invocation invocation) {
        super(
                "create",
                "Take a snapshot, also while boxes write to the volume.",
                "zomg data snapshot create datasets -m 'before the import'");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (name.get() != null && named.get() != null) {
            throw Failure.usage(TWO_NAMES);
        }
        VolumeRef ref = invocation.volume(volume.get(), project);
        Answer<VolumeSnapshot> taken =
                new DataVolumesClient(invocation.http())
                        .createVolumeSnapshot(
                                ref.project(),
                                ref.name(),
                                new CreateVolumeSnapshot.Builder()
                                        .name(name.find().or(named::find).orElse(null))
                                        .description(description.get())
                                        .build());
        if (json.isSet()) {
            invocation.output().json(taken);
        } else {
            invocation.output().line("%s: snapshot %s".formatted(ref.name(), taken.value().name()));
        }
        return ExitCode.OK;
    }
}
