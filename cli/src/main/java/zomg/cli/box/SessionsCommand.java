package zomg.cli.box;

import java.util.List;
import zomg.cli.client.BoxesClient;
import zomg.cli.client.Session;
import zomg.cli.client.Sessions;
import zomg.cli.support.Answer;
import zomg.cli.support.BoxRef;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.Times;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class SessionsCommand extends Command {

    private final Value<String> box = parameter("BOX", "NAME, PROJECT:NAME, PROJECT.NAME or .");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    public SessionsCommand(Invocation invocation) {
        super(
                "sessions",
                "List commands of a box that run, or can be come back to.",
                "zomg sessions web",
                "",
                "Those of exec and console that run, and those that ended within the hour, with their",
                "exit codes. To one in the foreground leads attach; what one in the background (--bg)",
                "has said, and says, is in its log.");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(box.get(), project);
        Answer<Sessions> answer =
                new BoxesClient(invocation.http()).listSessions(ref.project(), ref.name());
        if (json.isSet()) {
            invocation.output().json(answer);
            return ExitCode.OK;
        }
        invocation
                .output()
                .table(
                        List.of("SESSION", "KIND", "STATE", "PID", "USER", "STARTED", "COMMAND"),
                        answer.value().sessions().stream().map(SessionsCommand::row).toList());
        return ExitCode.OK;
    }

    private static List<String> row(Session session) {
        return List.of(
                session.id(),
                session.background() ? "background" : "foreground",
                session.exitCode() == null
                        ? session.state()
                        : "%s (%d)".formatted(session.state(), session.exitCode()),
                Integer.toString(session.pid()),
                session.user(),
                Times.toSeconds(session.startedAt()),
                String.join(" ", session.command()));
    }
}
