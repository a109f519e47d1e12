package zomg.cli.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

@Command(
        name = "list",
        aliases = "ls",
        description = "List operations, the newest first.",
        footer = {"", "Example:", "  zomg operation list --all"})
final class ListCommand implements Callable<Integer> {

    @Option(
            names = {"-a", "--all"},
            description = "Of all projects.")
    private boolean all;

    @Option(
            names = {"-q", "--quiet"},
            description = "Ids only.")
    private boolean quiet;

    @Mixin private ProjectOption project;
    @Mixin private JsonOption json;

    private final Invocation invocation;

    ListCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        String wanted = all ? null : invocation.project(project);
        Output output = invocation.output();
        List<List<String>> rows = new ArrayList<>();
        OperationsClient client = new OperationsClient(invocation.http());
        Pages.each(
                token -> client.listOperations(token, null, wanted),
                OperationPage::nextContinuationToken,
                page -> {
                    if (json.isSet()) {
                        output.json(page);
                    } else if (quiet) {
                        page.value().operations().forEach(one -> output.line(one.id()));
                    } else {
                        page.value().operations().forEach(one -> rows.add(row(one)));
                    }
                });
        if (!json.isSet() && !quiet) {
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
