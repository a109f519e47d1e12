package zomg.cli.box;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import zomg.cli.client.Box;
import zomg.cli.client.BoxConfig;
import zomg.cli.client.BoxesClient;
import zomg.cli.client.CreateBox;
import zomg.cli.client.DataMount;
import zomg.cli.operation.Following;
import zomg.cli.support.Amounts;
import zomg.cli.support.Answer;
import zomg.cli.support.BoxRef;
import zomg.cli.support.DataMounts;
import zomg.cli.support.Each;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class CreateCommand extends Command {

    static final String BASE_WITH_FORK = "--base cannot be used with --fork";
    static final String FORK_ELSEWHERE = "--fork copies a box of the same project (%s), not of %s";

    static final String BAD_COUNT = "--count must be from 1 to 1000";

    private static final int MOST = 1000;
    private static final int AT_ONCE = 4;
    private static final String PRIVILEGED = "privileged";

    private final Value<String> name = parameter("NAME", "Its name, or PROJECT:NAME.");
    private final Value<String> base =
            option("BASE", "What it starts from; box-base if nothing is said.", "-b", "--base");
    private final Value<String> fork =
            option("BOX", "Copy this box instead of a base.", "-f", "--fork");
    private final Value<List<String>> tags =
            options("KEY=VALUE", "A label; can be repeated.", "-t", "--tag");
    private final Value<List<String>> environment =
            options("KEY=VALUE", "A variable of the box; can be repeated.", "-e", "--env");
    private final Value<List<String>> data =
            options(
                    "NAME=/PATH",
                    "A data volume and where, with :ro to read only; can be repeated.",
                    "-d",
                    "--data");
    private final Value<String> cpu = option("N", "Processors: 2, 0.5 or 500m.", "--cpu");
    private final Value<String> memory = option("SIZE", "Memory limit: 512M or 2G.", "--memory");
    private final Value<String> storage = option("SIZE", "Limit of its disk: 10G.", "--storage");
    private final Value<Boolean> privileged =
            flag("Root of the box is root of the machine; for administrators.", "--privileged");
    private final Value<Integer> count =
            number("N", "Make so many, called NAME-1, NAME-2 and so on.", "--count");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    public CreateCommand(Invocation invocation) {
        super(
                "create",
                "Create a box and start it.",
                "zomg create web -e GREETING=hello --memory 512M -t tier=front");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(name.get(), project);
        if (count.get() == null) {
            Answer<Box> created = create(ref, wanted(ref));
            if (json.isSet()) {
                invocation.output().json(created);
            } else {
                invocation.output().line(created.value().name() + ": " + status(created));
            }
            return ExitCode.OK;
        }
        if (count.get() < 1 || count.get() > MOST) {
            throw Failure.usage(BAD_COUNT);
        }
        return createMany(
                IntStream.rangeClosed(1, count.get()).mapToObj(number -> numbered(ref, number)));
    }

    private Answer<Box> create(BoxRef ref, CreateBox wanted) {
        Http http = invocation.http();
        BoxesClient client = new BoxesClient(http);
        return new Following(invocation, http)
                .toItsEnd(
                        client.createBox(ref.project(), wanted),
                        () -> client.showBox(ref.project(), ref.name()));
    }

    private static String status(Answer<Box> created) {
        return created.value().status();
    }

    private static BoxRef numbered(BoxRef ref, int number) {
        return new BoxRef(ref.project(), ref.name() + "-" + number, ref.typed() + "-" + number);
    }

    /** A few at a time; told in their order. */
    private int createMany(Stream<BoxRef> refs) {
        Map<BoxRef, CreateBox> wanted = new LinkedHashMap<>();
        refs.forEach(ref -> wanted.put(ref, wanted(ref)));
        try (ExecutorService work = Executors.newFixedThreadPool(AT_ONCE)) {
            Map<BoxRef, Future<Answer<Box>>> created = new LinkedHashMap<>();
            wanted.forEach((ref, box) -> created.put(ref, work.submit(() -> create(ref, box))));
            return new Each<>(invocation, json.isSet(), BoxRef::typed)
                    .run(
                            List.copyOf(created.keySet()),
                            ref -> result(created.get(ref)),
                            CreateCommand::status);
        }
    }

    private static Answer<Box> result(Future<Answer<Box>> created) {
        try {
            return created.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private CreateBox wanted(BoxRef ref) {
        List<String> problems = new ArrayList<>();
        if (base.get() != null && fork.get() != null) {
            problems.add(BASE_WITH_FORK);
        }
        Map<String, String> labels = KeyValues.parse("--tag", tags.get(), problems);
        Map<String, String> variables = KeyValues.parse("--env", environment.get(), problems);
        List<DataMount> mounts = DataMounts.parse("--data", data.get(), problems);
        Double cpus = Amounts.cpus(cpu.get(), problems);
        Integer mebibytes = Amounts.mebibytes(memory.get(), problems);
        Integer gibibytes = Amounts.gibibytes(storage.get(), problems);
        String source = source(ref, problems);
        if (!problems.isEmpty()) {
            throw Failure.usage(problems);
        }
        return new CreateBox.Builder()
                .name(ref.name())
                .base(base.get())
                .fork(source)
                .tags(labels)
                .environment(variables)
                .dataMounts(mounts)
                .config(config(cpus, mebibytes, gibibytes))
                .isolation(privileged.get() ? PRIVILEGED : null)
                .build();
    }

    private String source(BoxRef ref, List<String> problems) {
        String copied = fork.get();
        if (copied == null) {
            return null;
        }
        BoxRef source = invocation.box(copied, project);
        boolean qualified = copied.indexOf(':') >= 0 || copied.indexOf('.') >= 0;
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
