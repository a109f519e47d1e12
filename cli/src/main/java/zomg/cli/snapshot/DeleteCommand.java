package zomg.cli.snapshot;

import java.util.List;
import zomg.cli.client.DeletedSnapshot;
import zomg.cli.client.SnapshotsClient;
import zomg.cli.support.Answer;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.BoxRef;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failures;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class DeleteCommand extends Command {

    static final String ERROR = "%s: error: %s";

    private final Value<String> box = parameter("BOX", "NAME, PROJECT:NAME, PROJECT.NAME or .");
    private final Value<List<String>> names =
            requiredParameters("SNAPSHOT", "One or more snapshots of it.");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    DeleteCommand(Invocation invocation) {
        super("delete", "Delete snapshots of a box.", "zomg snapshot delete web v0 v1");
        alias("rm");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(box.get(), project);
        SnapshotsClient client = new SnapshotsClient(invocation.http());
        int exitCode = ExitCode.OK;
        for (String name : names.get()) {
            try {
                Answer<DeletedSnapshot> answer =
                        client.deleteSnapshot(ref.project(), ref.name(), name);
                if (json.isSet()) {
                    invocation.output().json(answer);
                } else {
                    invocation.output().line(name + ": " + answer.value().status());
                }
            } catch (ApiFailure no) {
                exitCode = ExitCode.FAILURE;
                invocation.terminal().err().println(ERROR.formatted(name, Failures.sentence(no)));
            }
        }
        return exitCode;
    }
}
