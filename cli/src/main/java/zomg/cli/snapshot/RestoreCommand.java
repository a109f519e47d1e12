package zomg.cli.snapshot;

import java.util.List;
import java.util.stream.Collectors;
import zomg.cli.client.Box;
import zomg.cli.client.BoxesClient;
import zomg.cli.client.RestoreSnapshot;
import zomg.cli.client.RestoredBox;
import zomg.cli.client.SnapshotVolume;
import zomg.cli.client.SnapshotsClient;
import zomg.cli.operation.Following;
import zomg.cli.support.Answer;
import zomg.cli.support.BoxRef;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class RestoreCommand extends Command {

    private final Value<String> box = parameter("BOX", "NAME, PROJECT:NAME, PROJECT.NAME or .");
    private final Value<String> name = parameter("SNAPSHOT", "What it is called.");
    private final Value<Boolean> noSafety = flag("Do not keep what is replaced.", "--no-safety");
    private final Value<Boolean> data =
            flag("Restore data volumes that were taken with it, too.", "--data");
    private final Value<Boolean> force =
            flag(
                    "Stop other boxes that have one of those and run, and resume them.",
                    "-f",
                    "--force");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    RestoreCommand(Invocation invocation) {
        super(
                "restore",
                "Make a box's disk what a snapshot keeps.",
                "zomg snapshot restore web v0",
                "",
                "A box that runs is stopped for it and runs again. What is replaced is kept as a",
                "snapshot, too, so that one can go forward again. With --data that is so for the data",
                "volumes that the box may write to.");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(box.get(), project);
        Http http = invocation.http();
        Answer<RestoredBox> answer =
                new SnapshotsClient(http)
                        .restoreSnapshot(
                                ref.project(),
                                ref.name(),
                                name.get(),
                                new RestoreSnapshot.Builder()
                                        .safety(!noSafety.get())
                                        .data(data.get() ? true : null)
                                        .force(force.get() ? true : null)
                                        .build());
        if (Following.isAccepted(answer)) {
            return later(http, ref, answer);
        }
        if (json.isSet()) {
            invocation.output().json(answer);
            return ExitCode.OK;
        }
        RestoredBox restored = answer.value();
        say(
                ref,
                restored.box().status(),
                with(restored.volumes())
                        + (restored.safety() == null
                                ? ""
                                : "; before it: " + restored.safety().name()));
        return ExitCode.OK;
    }

    private static String with(List<SnapshotVolume> volumes) {
        return volumes.isEmpty()
                ? ""
                : volumes.stream()
                        .map(SnapshotVolume::volume)
                        .collect(Collectors.joining(", ", " with ", ""));
    }

    /** An operation does not say what it kept. */
    private int later(Http http, BoxRef ref, Answer<RestoredBox> accepted) {
        new Following(invocation, http).requireEnd(accepted);
        Answer<Box> box = new BoxesClient(http).showBox(ref.project(), ref.name());
        if (json.isSet()) {
            invocation.output().json(box);
        } else {
            say(ref, box.value().status(), "");
        }
        return ExitCode.OK;
    }

    private void say(BoxRef ref, String status, String more) {
        invocation
                .output()
                .line("%s: %s, restored to %s%s".formatted(ref.typed(), status, name.get(), more));
    }
}
