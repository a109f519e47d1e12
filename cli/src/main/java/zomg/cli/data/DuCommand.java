package zomg.cli.data;

import zomg.cli.client.DataVolumesClient;
import zomg.cli.operation.Following;
import zomg.cli.space.UsageFacts;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.VolumeRef;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class DuCommand extends Command {

    private final Value<String> volume = parameter("VOLUME", "NAME or PROJECT:NAME.");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    DuCommand(Invocation invocation) {
        super(
                "du",
                "Measure what a data volume costs, with its snapshots; as zomg du.",
                "zomg data du datasets");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        VolumeRef ref = invocation.volume(volume.get(), project);
        Http http = invocation.http();
        DataVolumesClient client = new DataVolumesClient(http);
        UsageFacts.print(
                invocation,
                new Following(invocation, http),
                client.measureVolume(ref.project(), ref.name()),
                () -> client.showVolumeUsage(ref.project(), ref.name()),
                json.isSet());
        return ExitCode.OK;
    }
}
