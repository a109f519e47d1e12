package zomg.cli.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import zomg.cli.client.DataVolumesClient;
import zomg.cli.client.Volume;
import zomg.cli.client.VolumePage;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.Output;
import zomg.cli.support.Pages;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.Times;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class ListCommand extends Command {

    private static final String EVERY_PROJECT = "-";

    private final Value<Boolean> all = flag("Of all projects.", "-a", "--all");
    private final Value<Boolean> quiet = flag("Names only.", "-q", "--quiet");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    ListCommand(Invocation invocation) {
        super("list", "List data volumes.", "zomg data list -a");
        alias("ls");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Output output = invocation.output();
        List<List<String>> rows = new ArrayList<>();
        DataVolumesClient client = new DataVolumesClient(invocation.http());
        String of = all.get() ? EVERY_PROJECT : invocation.project(project);
        Pages.each(
                token -> client.listVolumes(of, token, null),
                VolumePage::nextContinuationToken,
                page -> {
                    if (json.isSet()) {
                        output.json(page);
                    } else if (quiet.get()) {
                        page.value().volumes().forEach(one -> output.line(shown(one)));
                    } else {
                        page.value().volumes().forEach(one -> rows.add(row(one)));
                    }
                });
        if (!json.isSet() && !quiet.get()) {
            output.table(
                    List.of("NAME", "PROJECT", "STATUS", "STORAGE", "ORIGIN", "CREATED"), rows);
        }
        return ExitCode.OK;
    }

    /** As it is typed again. */
    private String shown(Volume volume) {
        return all.get() ? volume.project() + ":" + volume.name() : volume.name();
    }

    private static List<String> row(Volume volume) {
        return List.of(
                volume.name(),
                volume.project(),
                volume.status(),
                volume.storageGb() == null ? "" : volume.storageGb() + "G",
                Objects.requireNonNullElse(volume.origin(), ""),
                Times.toSeconds(volume.createdAt()));
    }
}
