package zomg.cli.box;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import zomg.cli.client.BoxesClient;
import zomg.cli.client.Exec;
import zomg.cli.client.Executed;
import zomg.cli.support.Answer;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.BoxRef;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.Output;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.Unreachable;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class ExecCommand extends Command {

    static final String JSON_IN_FOREGROUND = "--json is not supported in foreground mode";
    static final String NO_COMMAND =
            "a command is missing: zomg exec BOX -- COMMAND"
                    + " (an interactive shell does not exist yet)";
    static final String NO_STATUS = "the command ended, but nobody saw its exit status";
    static final String TRUNCATED = "Warning: the output was longer than what the server keeps";

    /** It has run, or may have; nobody knows its exit status. */
    private static final Set<String> ENDS_UNSEEN = Set.of("exec_timeout", "answer_lost");

    private final Value<String> box = parameter("BOX", "The box.");
    private final Value<List<String>> command =
            parameters("COMMAND", "The command and its arguments, after --.");
    private final Value<String> user = option("NAME", "Who runs it; else root.", "--user");
    private final Value<List<String>> environment =
            options("KEY=VALUE", "A variable of the command; can be repeated.", "-e", "--env");
    private final Value<String> workingDirectory =
            option("DIR", "Its working directory; else the user's home.", "--wd", "--cwd");
    private final Value<Boolean> shell =
            flag("The arguments are one line of bash.", "--sh", "--bash");
    private final Value<Boolean> background = flag("Leave it running and print its pid.", "--bg");
    private final Value<Integer> timeout =
            number(
                    "SECONDS",
                    "Kill it after this long; 3600 at most, and if nothing is said.",
                    "--timeout");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    public ExecCommand(Invocation invocation) {
        super(
                "exec",
                "Run a command in a box.",
                "zomg exec web -- apt-get install -y cowsay",
                "",
                "It ends with the command's own exit code, or 255 where nobody saw one.");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(box.get(), project);
        Exec wanted = wanted();
        Duration limit = Duration.ofSeconds(wanted.timeout() == null ? 0 : wanted.timeout());
        Http http = invocation.http().patient(limit.plus(Patience.AROUND_EXEC));
        try {
            Answer<Executed> answer =
                    new BoxesClient(http).execInBox(ref.project(), ref.name(), wanted);
            return background.get() ? started(answer) : ended(answer.value());
        } catch (ApiFailure no) {
            throw ENDS_UNSEEN.contains(no.code())
                    ? Failure.withExitCode(ExitCode.STATUS_UNKNOWN, no.sentence())
                    : no;
        } catch (Unreachable away) {
            throw away.mayHaveActed()
                    ? Failure.withExitCode(ExitCode.STATUS_UNKNOWN, away.getMessage())
                    : away;
        }
    }

    private Exec wanted() {
        List<String> problems = new ArrayList<>();
        if (json.isSet() && !background.get()) {
            problems.add(JSON_IN_FOREGROUND);
        }
        if (command.get().isEmpty()) {
            problems.add(NO_COMMAND);
        }
        Map<String, String> variables = KeyValues.parse("--env", environment.get(), problems);
        if (!problems.isEmpty()) {
            throw Failure.usage(problems);
        }
        return new Exec.Builder()
                .command(command.get())
                .user(user.get())
                .env(variables)
                .cwd(workingDirectory.get())
                .shell(shell.get() ? true : null)
                .noHup(background.get() ? true : null)
                .timeout(seconds())
                .build();
    }

    private Integer seconds() {
        if (timeout.get() != null || background.get()) {
            return timeout.get();
        }
        return (int) Patience.MAX_EXEC.toSeconds();
    }

    private int started(Answer<Executed> answer) {
        if (json.isSet()) {
            invocation.output().json(answer);
        } else {
            invocation.output().line("pid=" + answer.value().process().pid());
        }
        return ExitCode.OK;
    }

    private int ended(Executed executed) {
        invocation.output().bytes(bytes(executed.stdout(), executed.stdoutBase64()));
        new Output(invocation.terminal().err(), false, false)
                .bytes(bytes(executed.stderr(), executed.stderrBase64()));
        if (Boolean.TRUE.equals(executed.truncated())) {
            invocation.terminal().err().println(TRUNCATED);
        }
        if (executed.exitCode() == null) {
            throw Failure.withExitCode(ExitCode.STATUS_UNKNOWN, NO_STATUS);
        }
        return executed.exitCode();
    }

    private static byte[] bytes(String text, String base64) {
        if (base64 != null) {
            return Base64.getDecoder().decode(base64);
        }
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }
}
