package zomg.cli.operation;

import java.util.ArrayList;
import java.util.List;
import zomg.cli.client.Operation;
import zomg.cli.client.OperationPage;
import zomg.cli.client.OperationsClient;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.Output;
import zomg.cli.support.Pages;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.Times;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class ListCommand extends Command {

    private final Value<Boolean> all = flag("Of all projects.", "-a", "--all");
    private final Value<Boolean> quiet = flag("Ids only.", "-q", "--quiet");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    ListCommand(Invocation invocation) {
        super("list", "List operations, the newest first.", "zomg operation list --all");
        alias("ls");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        String wanted = all.get() ? null : invocation.project(project);
        Output output = invocation.output();
        List<List<String>> rows = new ArrayList<>();
        OperationsClient client = new OperationsClient(invocation.http());
        Pages.each(
                token -> client.listOperations(token, null, wanted),
                OperationPage::nextContinuationToken,
                page -> {
                    if (json.isSet()) {
                        output.json(page);
                    } else if (quiet.get()) {
                        page.value().operations().forEach(one -> output.line(one.id()));
                    } else {
                        page.value().operations().forEach(one -> rows.add(row(one)));
                    }
                });
        if (!json.isSet() && !quiet.get()) {
            output.table(List.of("ID", "KIND", "BOX", "STATE", "PROGRESS", "CREATED"), rows);
        }
        return ExitCode.OK;
    }

    private static List<String> row(Operation operation) {
        return List.of(
                operation.id(),
                operation.kind(),
                operation.project() + ":" + operation.box(),
                operation.state(),
                "%d%% %s".formatted(operation.progress().percent(), operation.progress().step()),
                Times.toSeconds(operation.createdAt()));
    }
}
