package zomg.cli.base;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import zomg.cli.client.BasesClient;
import zomg.cli.client.NewBase;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class BuildCommand extends Command {

    static final String NO_SCRIPT = "--script is required";
    static final String NO_TEXT = "%s is no text in UTF-8";
    static final String UNREADABLE = "%s cannot be read";

    private final Value<String> name = parameter("NAME", "What to call the base.");
    private final Value<String> script =
            option("FILE", "For bash -e, run as root in a box of the parent.", "--script");
    private final Value<String> parent =
            option("BASE", "What to build on: NAME or NAME:TAG; else box-base.", "--parent");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    BuildCommand(Invocation invocation) {
        super(
                "build",
                "Build a base with a script.",
                "zomg base build with-postgres --script install.sh",
                "",
                "Its version is the sha256 of the script. What was built before, by the same script",
                "on the same version of the parent, is not built again. A script that fails leaves",
                "nothing.");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        String file = script.find().orElseThrow(() -> Failure.usage(NO_SCRIPT));
        NewBase.Builder wanted = new NewBase.Builder().name(name.get()).script(read(file));
        parent.find()
                .ifPresent(
                        base -> {
                            int colon = base.indexOf(':');
                            wanted.parentAlias(colon < 0 ? base : base.substring(0, colon));
                            wanted.parentVersion(colon < 0 ? null : base.substring(colon + 1));
                        });
        Http http = invocation.http();
        new MadeBaseOutput(invocation, http)
                .print(
                        new BasesClient(http).makeBase(invocation.project(project), wanted.build()),
                        name.get(),
                        json.isSet());
        return ExitCode.OK;
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
