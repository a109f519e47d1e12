package zomg.cli.snapshot;

import java.util.List;
import zomg.cli.client.FileList;
import zomg.cli.client.FilesClient;
import zomg.cli.client.ModelFile;
import zomg.cli.support.Answer;
import zomg.cli.support.BoxRef;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.Sizes;
import zomg.cli.support.Times;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class FilesCommand extends Command {

    private static final String TOP = "/";
    private static final String DIRECTORY = "directory";

    private final Value<String> box = parameter("BOX", "NAME, PROJECT:NAME, PROJECT.NAME or .");
    private final Value<String> name = parameter("SNAPSHOT", "What it is called.");
    private final Value<String> path = optionalParameter("PATH", "A directory; / otherwise.");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    FilesCommand(Invocation invocation) {
        super("ls", "List files that a snapshot keeps.", "zomg snapshot ls web v0 /etc");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(box.get(), project);
        Answer<FileList> answer =
                new FilesClient(invocation.http())
                        .listFiles(
                                ref.project(),
                                ref.name(),
                                path.get() == null ? TOP : path.get(),
                                name.get());
        if (json.isSet()) {
            invocation.output().json(answer);
        } else {
            invocation
                    .output()
                    .table(
                            List.of("MODE", "SIZE", "MODIFIED", "NAME"),
                            answer.value().files().stream().map(FilesCommand::row).toList());
        }
        return ExitCode.OK;
    }

    private static List<String> row(ModelFile file) {
        return List.of(
                file.mode(),
                Sizes.of(file.size()),
                Times.toSeconds(file.modifiedAt()),
                file.name() + (file.type().equals(DIRECTORY) ? "/" : ""));
    }
}
