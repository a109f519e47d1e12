package zomg.cli.snapshot;

import java.util.List;
import zomg.cli.client.Snapshot;
import zomg.cli.client.Snapshots;
import zomg.cli.client.SnapshotsClient;
import zomg.cli.support.Answer;
import zomg.cli.support.BoxRef;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.Output;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.Sizes;
import zomg.cli.support.Times;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class ListCommand extends Command {

    private static final String READY = "ready";

    private final Value<String> box = parameter("BOX", "NAME, PROJECT:NAME, PROJECT.NAME or .");
    private final Value<Boolean> quiet = flag("Names only.", "-q", "--quiet");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    ListCommand(Invocation invocation) {
        super(
                "list",
                "List the snapshots of a box, oldest first.",
                "zomg snapshot list web",
                "",
                "SIZE is what the box had written besides what it shares with its base.");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(box.get(), project);
        Answer<Snapshots> answer =
                new SnapshotsClient(invocation.http()).listSnapshots(ref.project(), ref.name());
        Output output = invocation.output();
        List<Snapshot> snapshots = answer.value().snapshots();
        if (json.isSet()) {
            output.json(answer);
        } else if (quiet.get()) {
            snapshots.forEach(snapshot -> output.line(snapshot.name()));
        } else {
            output.table(
                    List.of("NAME", "SIZE", "CREATED", "DESCRIPTION"),
                    snapshots.stream().map(ListCommand::row).toList());
        }
        return ExitCode.OK;
    }

    private static List<String> row(Snapshot snapshot) {
        return List.of(
                snapshot.name(),
                Sizes.of(snapshot.sizeBytes()),
                Times.toSeconds(snapshot.createdAt()),
                snapshot.state().equals(READY)
                        ? snapshot.description()
                        : "(%s) %s".formatted(snapshot.state(), snapshot.description()));
    }
}
