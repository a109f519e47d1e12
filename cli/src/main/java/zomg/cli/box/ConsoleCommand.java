package zomg.cli.box;

import java.util.List;
import java.util.Map;
import zomg.cli.session.Opening;
import zomg.cli.session.Session;
import zomg.cli.support.BoxRef;
import zomg.cli.support.Call;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class ConsoleCommand extends Command {

    static final String NO_TERMINAL = "console needs a terminal; use zomg exec";

    private final Value<String> box =
            parameter("BOX", "NAME, PROJECT:NAME, PROJECT.NAME or .; - for one of its own.");
    private final Value<String> user = option("NAME", "Whose shell; else root's.", "--user");
    private final ProjectOption project = new ProjectOption(this);

    private final Invocation invocation;

    public ConsoleCommand(Invocation invocation) {
        super(
                "console",
                "Open a shell in a box, at this terminal.",
                "zomg console web",
                "",
                "It ends with the shell: by exit or ^D, and with its exit code. With - or PROJECT:-",
                "it is in a box that is made for it and deleted after it.");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (!invocation.terminal().inIsTerminal()) {
            throw Failure.usage(NO_TERMINAL);
        }
        if (EphemeralBox.isMeant(box.get())) {
            try (EphemeralBox own = EphemeralBox.create(invocation, box.get(), project)) {
                return open(own.ref());
            }
        }
        return open(invocation.box(box.get(), project));
    }

    private int open(BoxRef ref) {
        Call call =
                Call.of("GET", "/v1/projects/{project}/boxes/{name}/console")
                        .path("project", ref.project())
                        .path("name", ref.name())
                        .query("user", user.get());
        return new Session(invocation)
                .run(Opening.withTerminal(call, List.of(), Map.of(), invocation.environment()));
    }
}
