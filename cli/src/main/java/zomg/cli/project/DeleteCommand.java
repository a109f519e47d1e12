package zomg.cli.project;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import zomg.cli.client.DeletedProject;
import zomg.cli.client.ProjectsClient;
import zomg.cli.support.Answer;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failures;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;

@Command(
        name = "delete",
        aliases = "rm",
        description = "Delete projects that nothing is in; their quotas go with them.",
        footer = {"", "Example:", "  zomg project delete shop"})
final class DeleteCommand implements Callable<Integer> {

    static final String ERROR = "%s: error: %s";

    @Parameters(paramLabel = "PROJECT", arity = "1..*", description = "One or more projects.")
    private List<String> names;

    @Mixin private JsonOption json;

    private final Invocation invocation;

    DeleteCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        ProjectsClient client = new ProjectsClient(invocation.http());
        int exitCode = ExitCode.OK;
        for (String name : names) {
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
