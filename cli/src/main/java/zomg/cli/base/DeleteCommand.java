package zomg.cli.base;

import zomg.cli.client.BasesClient;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class DeleteCommand extends Command {

    private final Value<String> base =
            parameter("BASE", "NAME for all of its versions, or NAME:TAG.");

    private final Invocation invocation;

    DeleteCommand(Invocation invocation) {
        super(
                "delete",
                "Delete a base; boxes that were made from it stay.",
                "zomg base delete with-postgres");
        alias("rm");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        new BasesClient(invocation.http()).deleteBase(base.get());
        invocation.output().line("%s: deleted".formatted(base.get()));
        return ExitCode.OK;
    }
}
