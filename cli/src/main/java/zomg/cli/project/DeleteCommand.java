package zomg.cli.project;

import java.util.List;
import zomg.cli.client.DeletedProject;
import zomg.cli.client.ProjectsClient;
import zomg.cli.support.Answer;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failures;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class DeleteCommand extends Command {

    static final String ERROR = "%s: error: %s";

    private final Value<List<String>> names =
            requiredParameters("PROJECT", "One or more projects.");
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    DeleteCommand(Invocation invocation) {
        super(
                "delete",
                "Delete projects that nothing is in; their quotas go with them.",
                "zomg project delete shop");
        alias("rm");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        ProjectsClient client = new ProjectsClient(invocation.http());
        int exitCode = ExitCode.OK;
        for (String name : names.get()) {
            try {
                Answer<DeletedProject> answer = client.deleteProject(name);
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
