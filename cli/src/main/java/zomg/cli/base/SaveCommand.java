package zomg.cli.base;

import zomg.cli.client.BasesClient;
import zomg.cli.client.NewBase;
import zomg.cli.support.BoxRef;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class SaveCommand extends Command {

    private final Value<String> box = parameter("BOX", "NAME, PROJECT:NAME, PROJECT.NAME or .");
    private final Value<String> name = parameter("NAME", "What to call the base.");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    SaveCommand(Invocation invocation) {
        super(
                "save",
                "Make a base of a box's disk as it is now; the box runs on.",
                "zomg base save web with-postgres",
                "",
                "What the box holds is in every box of the base: mind keys and passwords.");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(box.get(), project);
        Http http = invocation.http();
        new MadeBaseOutput(invocation, http)
                .print(
                        new BasesClient(http)
                                .makeBase(
                                        ref.project(),
                                        new NewBase.Builder()
                                                .box(ref.name())
                                                .name(name.get())
                                                .build()),
                        name.get(),
                        json.isSet());
        return ExitCode.OK;
    }
}
