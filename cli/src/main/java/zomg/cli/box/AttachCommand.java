package zomg.cli.box;

import zomg.cli.client.BoxesClient;
import zomg.cli.client.Session;
import zomg.cli.session.Opening;
import zomg.cli.support.BoxRef;
import zomg.cli.support.Call;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class AttachCommand extends Command {

    static final String NO_SESSION = "box %s has no session %s; see: zomg sessions %s";
    static final String IN_BACKGROUND =
            "session %s is in the background; see: zomg logs %s --pid %d";
    static final String NO_TERMINAL = "the session has a terminal, and attach needs one for it";

    private final Value<String> box = parameter("BOX", "NAME, PROJECT:NAME, PROJECT.NAME or .");
    private final Value<String> session = parameter("SESSION", "As zomg sessions shows it.");
    private final ProjectOption project = new ProjectOption(this);

    private final Invocation invocation;

    public AttachCommand(Invocation invocation) {
        super(
                "attach",
                "Come back to a command of exec or console.",
                "zomg attach web kq3v5m2xw4ta",
                "",
                "All output that nobody has seen comes first. Whoever was attached before loses it.",
                "Ends as the command does, with its exit code.");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(box.get(), project);
        Session wanted =
                new BoxesClient(invocation.http())
                        .listSessions(ref.project(), ref.name()).value().sessions().stream()
                                .filter(one -> one.id().equals(session.get()))
                                .findFirst()
                                .orElseThrow(
                                        () ->
                                                Failure.of(
                                                        NO_SESSION.formatted(
                                                                ref.name(),
                                                                session.get(),
                                                                ref.name())));
        if (wanted.background()) {
            throw Failure.of(IN_BACKGROUND.formatted(wanted.id(), ref.name(), wanted.pid()));
        }
        if (wanted.tty() && !invocation.terminal().inIsTerminal()) {
            throw Failure.usage(NO_TERMINAL);
        }
        Call call =
                Call.of("GET", "/v1/projects/{project}/boxes/{name}/exec/ws")
                        .path("project", ref.project())
                        .path("name", ref.name());
        return new zomg.cli.session.Session(invocation)
                .run(Opening.of(call, wanted.id(), wanted.tty()));
    }
}
