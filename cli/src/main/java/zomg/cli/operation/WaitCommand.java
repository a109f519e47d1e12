package zomg.cli.operation;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import zomg.cli.client.Operation;
import zomg.cli.support.Answer;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;

@Command(
        name = "wait",
        description = "Wait for the end of an operation; exits with 1 if it failed.",
        footer = {"", "Example:", "  zomg operation wait kq3v5m2xw4ta"})
final class WaitCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "The operation.")
    private String id;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Wait at most so long.")
    private Integer timeout;

    @Mixin private JsonOption json;

    private final Invocation invocation;

    WaitCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Answer<Operation> answer =
                new Following(invocation, invocation.http())
                        .await(id, Optional.ofNullable(timeout).map(Duration::ofSeconds));
        Facts.show(invocation, json, answer);
        Following.requireSuccess(answer.value());
        return ExitCode.OK;
    }
}
