package zomg.cli.operation;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import zomg.cli.client.Operation;
import zomg.cli.client.OperationsClient;
import zomg.cli.support.Answer;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;

@Command(
        name = "cancel",
        description = "Cancel a create before it starts its box.",
        footer = {"", "Example:", "  zomg operation cancel kq3v5m2xw4ta"})
final class CancelCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "The operation.")
    private String id;

    @Mixin private JsonOption json;

    private final Invocation invocation;

    CancelCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Answer<Operation> answer = new OperationsClient(invocation.http()).cancelOperation(id);
        Facts.show(invocation, json, answer);
        return ExitCode.OK;
    }
}
