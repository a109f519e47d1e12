package zomg.cli.snapshot;

import zomg.cli.client.CreateSnapshot;
import zomg.cli.client.Snapshot;
import zomg.cli.client.SnapshotsClient;
import zomg.cli.operation.Following;
import zomg.cli.support.Answer;
import zomg.cli.support.BoxRef;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class CreateCommand extends Command {

    static final String NAMED_TWICE = "the name is given twice";
    static final String TAKEN = "the snapshot is taken; see: zomg snapshot list %s";

    private final Value<String> box = parameter("BOX", "NAME, PROJECT:NAME, PROJECT.NAME or .");
    private final Value<String> name =
            optionalParameter("NAME", "What to call it; the next of v0, v1 and so on otherwise.");
    private final Value<String> named = option("NAME", "The same as NAME.", "--name");
    private final Value<String> message =
            option("TEXT", "What to remember about it.", "-m", "--message");
    private final Value<Boolean> noData =
            flag("Do not take data volumes that the box may write to.", "--no-data");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    CreateCommand(Invocation invocation) {
        super(
                "create",
                "Keep a box's disks as they are now; it runs on.",
                "zomg snapshot create web -m 'before the upgrade'",
                "",
                "Its root and each data volume that it may write to, all of one moment. That of a",
                "volume is called BOX-NAME among the snapshots of the volume, and goes with this one.");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (name.get() != null && named.get() != null) {
            throw Failure.usage(NAMED_TWICE);
        }
        String wanted = name.get() == null ? named.get() : name.get();
        BoxRef ref = invocation.box(box.get(), project);
        Http http = invocation.http();
        SnapshotsClient client = new SnapshotsClient(http);
        Answer<Snapshot> taken =
                new Following(invocation, http)
                        .toItsEnd(
                                client.createSnapshot(
                                        ref.project(),
                                        ref.name(),
                                        new CreateSnapshot.Builder()
                                                .name(wanted)
                                                .description(message.get())
                                                .data(noData.get() ? false : null)
                                                .build()),
                                () -> later(client, ref, wanted));
        if (json.isSet()) {
            invocation.output().json(taken);
        } else {
            invocation.output().line(taken.value().name());
        }
        return ExitCode.OK;
    }

    /** An operation does not say what a snapshot without a name was called. */
    private static Answer<Snapshot> later(SnapshotsClient client, BoxRef ref, String wanted) {
        if (wanted == null) {
            throw Failure.of(TAKEN.formatted(ref.typed()));
        }
        return client.showSnapshot(ref.project(), ref.name(), wanted);
    }
}
