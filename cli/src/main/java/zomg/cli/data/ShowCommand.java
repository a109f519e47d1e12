package zomg.cli.data;

import java.util.ArrayList;
import java.util.List;
import zomg.cli.client.DataVolumesClient;
import zomg.cli.client.Volume;
import zomg.cli.client.VolumeUse;
import zomg.cli.space.UsageFacts;
import zomg.cli.support.Answer;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.Times;
import zomg.cli.support.VolumeRef;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class ShowCommand extends Command {

    private final Value<String> volume = parameter("VOLUME", "NAME or PROJECT:NAME.");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    ShowCommand(Invocation invocation) {
        super("show", "Show a data volume and the boxes that have it.", "zomg data show datasets");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        VolumeRef ref = invocation.volume(volume.get(), project);
        DataVolumesClient client = new DataVolumesClient(invocation.http());
        Answer<Volume> answer = client.showVolume(ref.project(), ref.name());
        if (json.isSet()) {
            invocation.output().json(answer);
        } else {
            List<List<String>> facts = facts(answer.value());
            facts.addAll(UsageFacts.known(() -> client.showVolumeUsage(ref.project(), ref.name())));
            invocation.output().facts(facts);
        }
        return ExitCode.OK;
    }

    private static List<List<String>> facts(Volume volume) {
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of("name", volume.name()));
        facts.add(List.of("project", volume.project()));
        facts.add(List.of("status", volume.status()));
        if (volume.origin() != null) {
            facts.add(List.of("origin", volume.origin()));
        }
        if (volume.storageGb() != null) {
            facts.add(List.of("storage_gb", volume.storageGb().toString()));
        }
        facts.add(List.of("created", Times.toSeconds(volume.createdAt())));
        facts.add(List.of("updated", Times.toSeconds(volume.updatedAt())));
        if (volume.attachedTo() != null) {
            volume.attachedTo().forEach(use -> facts.add(List.of("box", text(use))));
        }
        return facts;
    }

    private static String text(VolumeUse use) {
        return "%s=%s:%s".formatted(use.box(), use.path(), use.readOnly() ? "ro" : "rw");
    }
}
