package zomg.cli.operation;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import zomg.cli.client.Operation;
import zomg.cli.client.OperationPage;
import zomg.cli.client.OperationsClient;
import zomg.cli.support.Answer;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.Times;

@Command(
        name = "list",
        aliases = "ls",
        description = "List the newest operations.",
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
        Answer<OperationPage> answer =
                new OperationsClient(invocation.http()).listOperations(null, null, wanted);
        List<Operation> operations = answer.value().operations();
        if (json.isSet()) {
            invocation.output().json(answer);
        } else if (quiet) {
            operations.forEach(operation -> invocation.output().line(operation.id()));
        } else {
            invocation
                    .output()
                    .table(
                            List.of("ID", "KIND", "BOX", "STATE", "PROGRESS", "CREATED"),
                            operations.stream().map(ListCommand::row).toList());
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
