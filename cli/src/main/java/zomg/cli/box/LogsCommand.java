package zomg.cli.box;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import zomg.cli.client.BoxLog;
import zomg.cli.support.Answer;
import zomg.cli.support.BoxRef;
import zomg.cli.support.Call;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.LogText;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class LogsCommand extends Command {

    static final String NO_PID = "--pid is required; exec --bg prints it";
    static final String JSON_WITH_FOLLOW = "--json is not supported with --follow";
    static final String CUT_OFF = "the server ended the log before the process ended";

    private static final String DATA = "data: ";
    private static final String END = "event: end";

    /** Longer than the server is silent. */
    private static final Duration SILENCE = Duration.ofSeconds(40);

    private final Value<String> box = parameter("BOX", "NAME, PROJECT:NAME, PROJECT.NAME or .");
    private final Value<Integer> pid = number("PID", "The process, as exec --bg said.", "--pid");
    private final Value<Integer> lines =
            number("N", "So many lines, the last ones; 100 if nothing is said.", "-l", "--lines");
    private final Value<Boolean> follow =
            flag("Go on with what it prints from now on.", "-f", "--follow");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;
    private boolean hasEnded;

    public LogsCommand(Invocation invocation) {
        super(
                "logs",
                "Show what a process printed that was left running.",
                "zomg logs web --pid 42 -f",
                "",
                "-f goes on until the process has ended, or until Ctrl-C.");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        List<String> problems = new ArrayList<>();
        if (pid.get() == null) {
            problems.add(NO_PID);
        }
        if (json.isSet() && follow.get()) {
            problems.add(JSON_WITH_FOLLOW);
        }
        if (!problems.isEmpty()) {
            throw Failure.usage(problems);
        }
        BoxRef ref = invocation.box(box.get(), project);
        Call call =
                Call.of("GET", "/v1/projects/{project}/boxes/{name}/logs")
                        .path("project", ref.project())
                        .path("name", ref.name())
                        .query("pid", pid.get())
                        .query("lines", lines.get());
        return follow.get() ? follow(call) : show(call);
    }

    private int show(Call call) {
        Answer<BoxLog> answer = invocation.http().send(call, BoxLog.class);
        if (json.isSet()) {
            invocation.output().json(answer);
        } else {
            String body = new String(answer.body(), StandardCharsets.UTF_8);
            invocation.output().bytes(LogText.bytes(body));
        }
        return ExitCode.OK;
    }

    private int follow(Call call) {
        call.query("follow", true).header("Accept", "text/event-stream, application/problem+json");
        invocation.http().patient(SILENCE).lines(call, this::hear);
        if (!hasEnded) {
            throw Failure.of(CUT_OFF);
        }
        return ExitCode.OK;
    }

    private void hear(String line) {
        if (line.equals(END)) {
            hasEnded = true;
        } else if (line.startsWith(DATA) && !hasEnded) {
            String piece = line.substring(DATA.length());
            invocation.output().bytes(LogText.bytes(piece));
            if (invocation.terminal().out().checkError()) {
                throw Failure.withExitCode(ExitCode.NO_READER, "nobody reads the log");
            }
        }
    }
}
