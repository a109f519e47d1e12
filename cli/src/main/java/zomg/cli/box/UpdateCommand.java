package zomg.cli.box;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import zomg.cli.client.Box;
import zomg.cli.client.BoxConfig;
import zomg.cli.client.BoxesClient;
import zomg.cli.client.UpdateBox;
import zomg.cli.operation.Following;
import zomg.cli.support.Amounts;
import zomg.cli.support.Answer;
import zomg.cli.support.BoxRef;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class UpdateCommand extends Command {

    static final String IGNORED = "Warning: these do not change after create and were ignored: %s";

    private final Value<String> box = parameter("BOX", "The box.");
    private final Value<List<String>> settings =
            parameters(
                    "KEY=VALUE",
                    "PORT, CPU, MEMORY, TERMINATION_GRACE_PERIOD_SECONDS; others do not apply.");
    private final Value<List<String>> environment =
            options("KEY=VALUE", "The same as a KEY=VALUE argument.", "-e", "--env");
    private final Value<List<String>> tags =
            options("KEY=VALUE", "Set a label; can be repeated.", "-t", "--tag");
    private final Value<String> storage = option("SIZE", "Limit of its disk: 20G.", "--storage");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    public UpdateCommand(Invocation invocation) {
        super(
                "update",
                "Change a box's port, processors, memory, storage, grace or tags.",
                "zomg update web PORT=8080 MEMORY=1G --tag tier=back");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(box.get(), project);
        UpdateBox changes = changes();
        Http http = invocation.http();
        BoxesClient client = new BoxesClient(http);
        Answer<Box> answer =
                new Following(invocation, http)
                        .toItsEnd(
                                client.updateBox(ref.project(), ref.name(), changes),
                                () -> client.showBox(ref.project(), ref.name()));
        Box updated = answer.value();
        List<String> ignored = Objects.requireNonNullElse(updated.ignored(), List.of());
        if (!ignored.isEmpty()) {
            invocation.terminal().err().println(IGNORED.formatted(String.join(", ", ignored)));
        }
        if (json.isSet()) {
            invocation.output().json(answer);
        } else {
            invocation.output().line(ref.typed() + ": updated");
        }
        return ExitCode.OK;
    }

    private UpdateBox changes() {
        List<String> problems = new ArrayList<>();
        Map<String, String> labels = KeyValues.parse("--tag", tags.get(), problems);
        Map<String, String> all = new LinkedHashMap<>();
        Stream.of(
                        KeyValues.parse("a setting", settings.get(), problems),
                        KeyValues.parse("--env", environment.get(), problems))
                .filter(Objects::nonNull)
                .forEach(all::putAll);
        Integer gibibytes = Amounts.gibibytes(storage.get(), problems);
        if (!problems.isEmpty()) {
            throw Failure.usage(problems);
        }
        return new UpdateBox.Builder()
                .config(
                        gibibytes == null
                                ? null
                                : new BoxConfig.Builder().storageGb(gibibytes).build())
                .environment(all.isEmpty() ? null : all)
                .tags(labels)
                .build();
    }
}
