package zomg.cli.box;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import zomg.cli.client.BoxesClient;
import zomg.cli.client.Exec;
import zomg.cli.client.Executed;
import zomg.cli.session.Opening;
import zomg.cli.session.Session;
import zomg.cli.support.Answer;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.BoxRef;
import zomg.cli.support.Call;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.Unreachable;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class ExecCommand extends Command {

    static final String JSON_IN_FOREGROUND = "--json is not supported in foreground mode";
    static final String JSON_IN_EPHEMERAL = "--json is not supported for ephemeral exec";
    static final String BACKGROUND_IN_EPHEMERAL =
            "--bg is not supported for ephemeral exec: the box goes with the command";
    static final String NO_COMMAND = "a command is missing: zomg exec BOX --bg -- COMMAND";

    /** It has started, or may have. */
    private static final String ANSWER_LOST = "answer_lost";

    /** What runs where no command is given. */
    private static final List<String> SHELL = List.of("bash");

    /** A server takes 16 KiB of address, with the rest of it. */
    private static final int LONGEST_IN_ADDRESS = 12_000;

    /** Three bytes of UTF-8, percent-encoded; as long as what stands before each word. */
    private static final int LONGEST_CHARACTER = 9;

    private final Value<String> box = parameter("BOX", "The box; - for one of its own.");
    private final Value<List<String>> command =
            parameters("COMMAND", "The command and its arguments, after --; else bash.");
    private final Value<String> user = option("NAME", "Who runs it; else root.", "--user");
    private final Value<List<String>> environment =
            options("KEY=VALUE", "A variable of the command; can be repeated.", "-e", "--env");
    private final Value<String> workingDirectory =
            option("DIR", "Its working directory; else the user's home.", "--wd", "--cwd");
    private final Value<Boolean> shell =
            flag("The arguments are one line of bash.", "--sh", "--bash");
    private final Value<Boolean> background = flag("Leave it running and print its pid.", "--bg");
    private final Value<Integer> timeout =
            number("SECONDS", "Kill it after this long; 3600 at most.", "--timeout");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    public ExecCommand(Invocation invocation) {
        super(
                "exec",
                "Run a command in a box.",
                "zomg exec web -- apt-get install -y cowsay",
                "  tar -c src | zomg exec web --cwd /work -- tar -x",
                "",
                "Input, output and signals are the command's own while it runs; at a terminal it gets",
                "one. It ends with the command's own exit code, or 255 where nobody saw one.",
                "",
                "With - or PROJECT:- it runs in a box that is made for it and deleted after it.");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Map<String, String> variables = variables();
        if (EphemeralBox.isMeant(box.get())) {
            try (EphemeralBox own = EphemeralBox.create(invocation, box.get(), project)) {
                return follow(own.ref(), variables);
            }
        }
        BoxRef ref = invocation.box(box.get(), project);
        return background.get() ? leave(ref, variables) : follow(ref, variables);
    }

    /**
     * @return null for none, as the contract has it
     */
    private Map<String, String> variables() {
        List<String> problems = new ArrayList<>();
        if (EphemeralBox.isMeant(box.get())) {
            refuseForEphemeral(problems);
        } else if (json.isSet() && !background.get()) {
            problems.add(JSON_IN_FOREGROUND);
        }
        if (command.get().isEmpty() && background.get()) {
            problems.add(NO_COMMAND);
        }
        Map<String, String> variables = KeyValues.parse("--env", environment.get(), problems);
        if (!problems.isEmpty()) {
            throw Failure.usage(problems);
        }
        return variables;
    }

    private void refuseForEphemeral(List<String> problems) {
        if (json.isSet()) {
            problems.add(JSON_IN_EPHEMERAL);
        }
        if (background.get()) {
            problems.add(BACKGROUND_IN_EPHEMERAL);
        }
    }

    private int follow(BoxRef ref, Map<String, String> given) {
        boolean tty = invocation.terminal().inIsTerminal() && invocation.terminal().outIsTerminal();
        Map<String, String> variables = given == null ? Map.of() : given;
        List<String> words = command.get().isEmpty() ? SHELL : command.get();
        boolean fits =
                words.stream().mapToLong(word -> LONGEST_CHARACTER * (1L + word.length())).sum()
                        <= LONGEST_IN_ADDRESS;
        List<String> late = fits ? List.of() : words;
        Call call =
                Call.of("GET", "/v1/projects/{project}/boxes/{name}/exec/ws")
                        .path("project", ref.project())
                        .path("name", ref.name())
                        .query("command", fits ? words : List.of())
                        .query("stdin", true)
                        .query("tty", tty)
                        .query("cwd", workingDirectory.get())
                        .query("user", user.get())
                        .query("shell", shell.get() ? true : null)
                        .query("timeout", timeout.get());
        return new Session(invocation)
                .run(
                        tty
                                ? Opening.withTerminal(
                                        call, late, variables, invocation.environment())
                                : Opening.withoutTerminal(call, late, variables));
    }

    private int leave(BoxRef ref, Map<String, String> variables) {
        Exec wanted =
                new Exec.Builder()
                        .command(command.get())
                        .user(user.get())
                        .env(variables)
                        .cwd(workingDirectory.get())
                        .shell(shell.get() ? true : null)
                        .noHup(true)
                        .timeout(timeout.get())
                        .build();
        try {
            Answer<Executed> answer =
                    new BoxesClient(invocation.http()).execInBox(ref.project(), ref.name(), wanted);
            return started(answer);
        } catch (ApiFailure no) {
            throw no.code().equals(ANSWER_LOST)
                    ? Failure.withExitCode(ExitCode.STATUS_UNKNOWN, no.sentence())
                    : no;
        } catch (Unreachable away) {
            throw away.mayHaveActed()
                    ? Failure.withExitCode(ExitCode.STATUS_UNKNOWN, away.getMessage())
                    : away;
        }
    }

    private int started(Answer<Executed> answer) {
        if (json.isSet()) {
            invocation.output().json(answer);
        } else {
            invocation.output().line("pid=" + answer.value().process().pid());
        }
        return ExitCode.OK;
    }
}
