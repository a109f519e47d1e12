package zomg.cli.operation;

import java.time.Duration;
import zomg.cli.client.Operation;
import zomg.cli.support.Answer;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class WaitCommand extends Command {

    private final Value<String> id = parameter("ID", "The operation.");
    private final Value<Integer> timeout = number("SECONDS", "Wait at most so long.", "--timeout");
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    WaitCommand(Invocation invocation) {
        super(
                "wait",
                "Wait for the end of an operation; exits with 1 if it failed.",
                "zomg operation wait kq3v5m2xw4ta");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Answer<Operation> answer =
                new Following(invocation, invocation.http())
                        .await(id.get(), timeout.find().map(Duration::ofSeconds));
        Facts.show(invocation, json, answer);
        Following.requireSuccess(answer.value());
        return ExitCode.OK;
    }
}
