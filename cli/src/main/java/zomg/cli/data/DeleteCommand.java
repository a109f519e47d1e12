package zomg.cli.data;

import java.util.List;
import zomg.cli.client.DataVolumesClient;
import zomg.cli.client.DeletedVolume;
import zomg.cli.support.Answer;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failures;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.VolumeRef;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class DeleteCommand extends Command {

    static final String ERROR = "%s: error: %s";

    private final Value<List<String>> names =
            requiredParameters("VOLUME", "One or more: NAME or PROJECT:NAME.");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    DeleteCommand(Invocation invocation) {
        super(
                "delete",
                "Delete data volumes that no box has, and their snapshots.",
                "zomg data delete datasets");
        alias("rm");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        DataVolumesClient client = new DataVolumesClient(invocation.http());
        int exitCode = ExitCode.OK;
        for (String name : names.get()) {
            VolumeRef ref = invocation.volume(name, project);
            try {
                Answer<DeletedVolume> answer = client.deleteVolume(ref.project(), ref.name());
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
