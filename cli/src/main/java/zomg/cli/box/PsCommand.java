package zomg.cli.box;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import zomg.cli.session.Opening;
import zomg.cli.session.Session;
import zomg.cli.support.BoxRef;
import zomg.cli.support.Call;
import zomg.cli.support.Invocation;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class PsCommand extends Command {

    private static final String PS = "ps";

    private final Value<String> box = parameter("BOX", "NAME, PROJECT:NAME, PROJECT.NAME or .");
    private final Value<List<String>> arguments =
            parameters("ARGUMENT", "What ps itself takes, after --.");
    private final ProjectOption project = new ProjectOption(this);

    private final Invocation invocation;

    public PsCommand(Invocation invocation) {
        super(PS, "Show the processes of a box, by its own ps.", "zomg ps web -- aux");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(box.get(), project);
        List<String> words = new ArrayList<>(List.of(PS));
        words.addAll(arguments.get());
        Call call =
                Call.of("GET", "/v1/projects/{project}/boxes/{name}/exec/ws")
                        .path("project", ref.project())
                        .path("name", ref.name())
                        .query("command", words);
        return new Session(invocation.withoutInput())
                .run(Opening.withoutTerminal(call, List.of(), Map.of()));
    }
}
