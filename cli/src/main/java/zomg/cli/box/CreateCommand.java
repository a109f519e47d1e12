package zomg.cli.box;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import zomg.cli.client.Box;
import zomg.cli.client.BoxConfig;
import zomg.cli.client.BoxesClient;
import zomg.cli.client.CreateBox;
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
        name = "create",
        description = "Create a box and start it.",
        footer = {
            "",
            "Example:",
            "  zomg create web -e GREETING=hello --memory 512M -t tier=front"
        })
public final class CreateCommand implements Callable<Integer> {

    static final String BASE_WITH_FORK = "--base cannot be used with --fork";
    static final String FORK_ELSEWHERE = "--fork copies a box of the same project (%s), not of %s";

    private static final String PRIVILEGED = "privileged";

    @Parameters(paramLabel = "NAME", description = "Its name, or PROJECT:NAME.")
    private String name;

    @Option(
            names = {"-b", "--base"},
            paramLabel = "BASE",
            description = "What it starts from; box-base if nothing is said.")
    private String base;

    @Option(
            names = {"-f", "--fork"},
            paramLabel = "BOX",
            description = "Copy this box instead of a base.")
    private String fork;

    @Option(
            names = {"-t", "--tag"},
            paramLabel = "KEY=VALUE",
            description = "A label; can be repeated.")
    private List<String> tags = List.of();

    @Option(
            names = {"-e", "--env"},
            paramLabel = "KEY=VALUE",
            description = "A variable of the box; can be repeated.")
    private List<String> environment = List.of();

    @Option(names = "--cpu", paramLabel = "N", description = "Processors: 2, 0.5 or 500m.")
    private String cpu;

    @Option(names = "--memory", paramLabel = "SIZE", description = "Memory limit: 512M or 2G.")
    private String memory;

    @Option(names = "--storage", paramLabel = "SIZE", description = "Limit of its disk: 10G.")
    private String storage;

    @Option(
            names = "--privileged",
            description = "Root of the box is root of the machine; for administrators.")
    private boolean privileged;

    @Mixin private ProjectOption project;
    @Mixin private JsonOption json;

    private final Invocation invocation;

    public CreateCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(name, project);
        CreateBox wanted = wanted(ref);
        Http http = invocation.http();
        BoxesClient client = new BoxesClient(http);
        Answer<Box> created =
                new Following(invocation, http)
                        .toItsEnd(
                                client.createBox(ref.project(), wanted),
                                () -> client.showBox(ref.project(), ref.name()));
        if (json.isSet()) {
            invocation.output().json(created);
        } else {
            Box box = created.value();
            invocation.output().line(box.name() + ": " + box.status());
        }
        return ExitCode.OK;
    }

    private CreateBox wanted(BoxRef ref) {
        List<String> problems = new ArrayList<>();
        if (base != null && fork != null) {
            problems.add(BASE_WITH_FORK);
        }
        Map<String, String> labels = KeyValues.parse("--tag", tags, problems);
        Map<String, String> variables = KeyValues.parse("--env", environment, problems);
        Double cpus = Amounts.cpus(cpu, problems);
        Integer mebibytes = Amounts.mebibytes(memory, problems);
        Integer gibibytes = Amounts.gibibytes(storage, problems);
        String source = source(ref, problems);
        if (!problems.isEmpty()) {
            throw Failure.usage(problems);
        }
        return new CreateBox.Builder()
                .name(ref.name())
                .base(base)
                .fork(source)
                .tags(labels)
                .environment(variables)
                .config(config(cpus, mebibytes, gibibytes))
                .isolation(privileged ? PRIVILEGED : null)
                .build();
    }

    private String source(BoxRef ref, List<String> problems) {
        if (fork == null) {
            return null;
        }
        BoxRef source = invocation.box(fork, project);
        boolean qualified = fork.indexOf(':') >= 0 || fork.indexOf('.') >= 0;
        if (qualified && !source.project().equals(ref.project())) {
            problems.add(FORK_ELSEWHERE.formatted(ref.project(), source.project()));
        }
        return source.name();
    }

    private static BoxConfig config(Double cpus, Integer mebibytes, Integer gibibytes) {
        return cpus == null && mebibytes == null && gibibytes == null
                ? null
                : new BoxConfig.Builder().cpus(cpus).ramMb(mebibytes).storageGb(gibibytes).build();
    }
}
