package zomg.cli.operation;

import zomg.cli.client.Operation;
import zomg.cli.client.OperationsClient;
import zomg.cli.support.Answer;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class CancelCommand extends Command {

    private final Value<String> id = parameter("ID", "The operation.");
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    CancelCommand(Invocation invocation) {
        super(
                "cancel",
                "Cancel a create before it starts its box, or a build or import of a base.",
                "zomg operation cancel kq3v5m2xw4ta");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Answer<Operation> answer =
                new OperationsClient(invocation.http()).cancelOperation(id.get());
        Facts.show(invocation, json, answer);
        return ExitCode.OK;
    }
}
