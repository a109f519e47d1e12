package zomg.cli.project;

import java.util.List;
import java.util.function.Function;
import zomg.cli.client.ProjectsClient;
import zomg.cli.support.Each;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class DeleteCommand extends Command {

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
        return new Each<String>(invocation, json.isSet(), Function.identity())
                .run(names.get(), client::deleteProject, answer -> answer.value().status());
    }
}
