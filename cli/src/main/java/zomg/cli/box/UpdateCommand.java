package zomg.cli.box;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
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

@Command(
        name = "update",
        description = "Change a box's port, processors, memory, storage, grace or tags.",
        footer = {"", "Example:", "  zomg update web PORT=8080 MEMORY=1G --tag tier=back"})
public final class UpdateCommand implements Callable<Integer> {

    static final String IGNORED = "Warning: these do not change after create and were ignored: %s";

    @Parameters(index = "0", paramLabel = "BOX", description = "The box.")
    private String box;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "KEY=VALUE",
            description =
                    "PORT, CPU, MEMORY, TERMINATION_GRACE_PERIOD_SECONDS; others do not apply.")
    private List<String> settings = List.of();

    @Option(
            names = {"-e", "--env"},
            paramLabel = "KEY=VALUE",
            description = "The same as a KEY=VALUE argument.")
    private List<String> environment = List.of();

    @Option(
            names = {"-t", "--tag"},
            paramLabel = "KEY=VALUE",
            description = "Set a label; can be repeated.")
    private List<String> tags = List.of();

    @Option(names = "--storage", paramLabel = "SIZE", description = "Limit of its disk: 20G.")
    private String storage;

    @Mixin private ProjectOption project;
    @Mixin private JsonOption json;

    private final Invocation invocation;

    public UpdateCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(box, project);
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
        Map<String, String> labels = KeyValues.parse("--tag", tags, problems);
        Map<String, String> all = new LinkedHashMap<>();
        Stream.of(
                        KeyValues.parse("a setting", settings, problems),
                        KeyValues.parse("--env", environment, problems))
                .filter(Objects::nonNull)
                .forEach(all::putAll);
        Integer gibibytes = Amounts.gibibytes(storage, problems);
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
