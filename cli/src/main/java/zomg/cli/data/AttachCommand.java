package zomg.cli.data;

import java.util.ArrayList;
import java.util.List;
import zomg.cli.client.AttachVolume;
import zomg.cli.client.Box;
import zomg.cli.client.DataMount;
import zomg.cli.client.DataVolumesClient;
import zomg.cli.support.Answer;
import zomg.cli.support.BoxRef;
import zomg.cli.support.DataMounts;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class AttachCommand extends Command {

    private final Value<String> box = parameter("BOX", "NAME, PROJECT:NAME, PROJECT.NAME or .");
    private final Value<String> mount =
            parameter("NAME=/PATH", "A volume and where: NAME=/path, with :ro to read only.");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    AttachCommand(Invocation invocation) {
        super(
                "attach",
                "Give a box a data volume, at once if it runs.",
                "zomg data attach web datasets=/srv/data:ro");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        List<String> problems = new ArrayList<>();
        DataMount wanted = DataMounts.parse("NAME=/PATH", mount.get(), problems);
        if (!problems.isEmpty()) {
            throw Failure.usage(problems);
        }
        BoxRef ref = invocation.box(box.get(), project);
        Answer<Box> answer =
                new DataVolumesClient(invocation.http())
                        .attachVolume(
                                ref.project(),
                                wanted.name(),
                                new AttachVolume.Builder()
                                        .box(ref.name())
                                        .path(wanted.path())
                                        .readOnly(wanted.readOnly())
                                        .build());
        if (json.isSet()) {
            invocation.output().json(answer);
        } else {
            invocation
                    .output()
                    .line("%s: attached %s".formatted(ref.name(), DataMounts.text(wanted)));
        }
        return ExitCode.OK;
    }
}
