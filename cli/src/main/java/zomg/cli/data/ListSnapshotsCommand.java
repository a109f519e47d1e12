package zomg.cli.data;

import java.util.List;
import java.util.Objects;
import zomg.cli.client.DataVolumesClient;
import zomg.cli.client.VolumeSnapshot;
import zomg.cli.client.VolumeSnapshots;
import zomg.cli.support.Answer;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.Output;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.Times;
import zomg.cli.support.VolumeRef;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class ListSnapshotsCommand extends Command {

    private final Value<String> volume = parameter("VOLUME", "NAME or PROJECT:NAME.");
    private final Value<Boolean> quiet = flag("Names only.", "-q", "--quiet");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    ListSnapshotsCommand(Invocation invocation) {
        super(
                "list",
                "List the snapshots of a data volume, the oldest first.",
                "zomg data snapshot list datasets");
        alias("ls");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Output output = invocation.output();
        VolumeRef ref = invocation.volume(volume.get(), project);
        Answer<VolumeSnapshots> answer =
                new DataVolumesClient(invocation.http())
                        .listVolumeSnapshots(ref.project(), ref.name());
        List<VolumeSnapshot> snapshots = answer.value().snapshots();
        if (json.isSet()) {
            output.json(answer);
        } else if (quiet.get()) {
            snapshots.forEach(one -> output.line(one.name()));
        } else {
            output.table(
                    List.of("NAME", "CREATED", "DESCRIPTION"),
                    snapshots.stream().map(ListSnapshotsCommand::row).toList());
        }
        return ExitCode.OK;
    }

    private static List<String> row(VolumeSnapshot snapshot) {
        return List.of(
                snapshot.name(),
                Times.toSeconds(snapshot.createdAt()),
                Objects.requireNonNullElse(snapshot.description(), ""));
    }
}
