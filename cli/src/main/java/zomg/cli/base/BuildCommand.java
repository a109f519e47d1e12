package zomg.cli.base;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import zomg.cli.client.BasesClient;
import zomg.cli.client.MadeBase;
import zomg.cli.client.NewBase;
import zomg.cli.client.Operation;
import zomg.cli.client.OperationState;
import zomg.cli.client.OperationsClient;
import zomg.cli.operation.CancelQuestion;
import zomg.cli.operation.Following;
import zomg.cli.support.Answer;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class BuildCommand extends Command {

    static final String NO_TEXT = "%s is no text in UTF-8";
    static final String UNREADABLE = "%s cannot be read";

    private final Value<String> name = parameter("NAME", "What to call the base.");
    private final Value<String> script =
            option(
                    "FILE",
                    "For bash -e, run as root in a box of the parent; else one that the server has.",
                    "--script");
    private final Value<String> parent =
            option("BASE", "What to build on: NAME or NAME:TAG; else box-base.", "--parent");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    BuildCommand(Invocation invocation) {
        super(
                "build",
                "Build a base with a script.",
                new String[] {
                    "",
                    "Its version is the sha256 of the script. What was built before, by the same",
                    "script on the same version of the parent, is not built again. What the script",
                    "prints is shown while it runs, and later by zomg base logs. A script that fails",
                    "leaves nothing, as does a build that is cancelled: Ctrl-C asks.",
                    "",
                    "A script that can do without something prints a line zomg:missing NAME: WHY,",
                    "and zomg base show tells it. It finds ZOMG_NPM_REGISTRY, a URL, and maybe",
                    "ZOMG_EXTRA_CERTIFICATES, in PEM, in its environment.",
                    "",
                    "Examples:",
                    "  zomg base build with-postgres --script install.sh",
                    "  zomg base build dev-base"
                });
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        NewBase.Builder wanted =
                new NewBase.Builder()
                        .name(name.get())
                        .script(script.find().map(this::read).orElse(null));
        parent.find()
                .ifPresent(
                        base -> {
                            int colon = base.indexOf(':');
                            wanted.parentAlias(colon < 0 ? base : base.substring(0, colon));
                            wanted.parentVersion(colon < 0 ? null : base.substring(colon + 1));
                        });
        Http http = invocation.http();
        Answer<MadeBase> answer =
                new BasesClient(http.header("Prefer", "wait=1"))
                        .makeBase(invocation.project(project), wanted.build());
        if (Following.isAccepted(answer)) {
            watch(http, Following.operation(answer));
        }
        new MadeBaseOutput(invocation, http).print(answer, name.get(), json.isSet());
        return ExitCode.OK;
    }

    /** What the script prints, until the operation is over. */
    private void watch(Http http, Operation operation) {
        BuildLog log =
                new BuildLog(
                        http,
                        name.get(),
                        Optional.ofNullable(operation.build()),
                        0,
                        invocation.terminal().err());
        try (CancelQuestion _ =
                new CancelQuestion(invocation.terminal(), http, operation.id(), "the build")) {
            OperationsClient operations = new OperationsClient(http.header("Prefer", "wait=1"));
            boolean over = log.follow();
            while (!over) {
                // It has not begun yet, or was not needed
                over =
                        !operations
                                        .showOperation(operation.id())
                                        .value()
                                        .state()
                                        .equals(OperationState.RUNNING)
                                || log.follow();
            }
        }
    }

    private String read(String file) {
        Path path = invocation.environment().workingDirectory().resolve(file);
        try {
            return Files.readString(path);
        } catch (CharacterCodingException binary) {
            throw Failure.of(NO_TEXT.formatted(file));
        } catch (IOException failure) {
            throw Failure.of(UNREADABLE.formatted(file));
        }
    }
}
