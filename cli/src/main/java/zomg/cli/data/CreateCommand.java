package zomg.cli.data;

import zomg.cli.client.CreateVolume;
import zomg.cli.client.DataVolumesClient;
import zomg.cli.client.Volume;
import zomg.cli.support.Answer;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.VolumeRef;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class CreateCommand extends Command {

    static final String FROM_ELSEWHERE =
            "--from copies a volume of the same project (%s), not of %s";

    static final String SNAPSHOT_OF_WHAT = "--from-snapshot needs --from";

    private final Value<String> name = parameter("NAME", "Its name, or PROJECT:NAME.");
    private final Value<String> from =
            option("VOLUME", "Copy this volume, as it is at one instant.", "--from");
    private final Value<String> snapshot =
            option("SNAPSHOT", "Copy it as it was in this snapshot.", "--from-snapshot");
    private final Value<String> storage =
            option("SIZE", "How much may be kept in it: 10G.", "--storage");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    CreateCommand(Invocation invocation) {
        super("create", "Make a data volume.", "zomg data create datasets --storage 10G");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Integer gibibytes = StorageSize.parse(storage);
        VolumeRef ref = invocation.volume(name.get(), project);
        CreateVolume wanted =
                new CreateVolume.Builder()
                        .name(ref.name())
                        .from(source(ref))
                        .fromSnapshot(snapshot.get())
                        .storageGb(gibibytes)
                        .build();
        Answer<Volume> created =
                new DataVolumesClient(invocation.http()).createVolume(ref.project(), wanted);
        if (json.isSet()) {
            invocation.output().json(created);
        } else {
            invocation.output().line(ref.name() + ": created");
        }
        return ExitCode.OK;
    }

    private String source(VolumeRef ref) {
        if (from.get() == null && snapshot.get() != null) {
            throw Failure.usage(SNAPSHOT_OF_WHAT);
        }
        if (from.get() == null) {
            return null;
        }
        VolumeRef source = invocation.volume(from.get(), project);
        if (from.get().indexOf(':') >= 0 && !source.project().equals(ref.project())) {
            throw Failure.usage(FROM_ELSEWHERE.formatted(ref.project(), source.project()));
        }
        return source.name();
    }
}
