package zomg.cli.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import zomg.cli.client.Project;
import zomg.cli.client.ProjectsClient;
import zomg.cli.client.Quota;
import zomg.cli.client.UpdateProject;
import zomg.cli.support.Amounts;
import zomg.cli.support.Answer;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class UpdateCommand extends Command {

    static final String NOTHING = "give --boxes, --cpu, --memory or --storage";
    static final String BAD_BOXES = "--boxes must be a number or none";

    private static final String NONE = "none";
    private static final String NOT_FOUND = "project_not_found";

    private final Value<String> name =
            optionalParameter("PROJECT", "Its name; else the current one.");
    private final Value<String> boxes = option("N", "How many boxes.", "--boxes");
    private final Value<String> cpu = option("N", "Processors: 8, 7.5 or 500m.", "--cpu");
    private final Value<String> memory = option("SIZE", "Memory: 16G or 512M.", "--memory");
    private final Value<String> storage = option("SIZE", "Disk: 100G.", "--storage");
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    UpdateCommand(Invocation invocation) {
        super(
                "update",
                "Limit what the boxes of a project may reserve together.",
                "zomg project update shop --boxes 10 --memory 16G",
                "",
                "The word none takes a limit away. It needs the role admin.");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        // What is wrong is said before the server is asked.
        changed(new Quota.Builder().build());
        String wanted = name.find().orElseGet(invocation::project);
        ProjectsClient client = new ProjectsClient(invocation.http());
        Answer<Project> answer =
                client.updateProject(
                        wanted,
                        new UpdateProject.Builder().quota(changed(quota(client, wanted))).build());
        if (json.isSet()) {
            invocation.output().json(answer);
        } else {
            invocation.output().line(wanted + ": updated");
        }
        return ExitCode.OK;
    }

    /** What is not named stays. */
    private static Quota quota(ProjectsClient client, String project) {
        try {
            Quota quota = client.showProject(project).value().quota();
            return Objects.requireNonNullElseGet(quota, () -> new Quota.Builder().build());
        } catch (ApiFailure no) {
            if (no.code().equals(NOT_FOUND)) {
                return new Quota.Builder().build();
            }
            throw no;
        }
    }

    private Quota changed(Quota old) {
        List<String> problems = new ArrayList<>();
        if (boxes.get() == null
                && cpu.get() == null
                && memory.get() == null
                && storage.get() == null) {
            problems.add(NOTHING);
        }
        Quota quota =
                new Quota.Builder()
                        .boxes(value(boxes.get(), old.boxes(), problems, UpdateCommand::number))
                        .cpus(value(cpu.get(), old.cpus(), problems, Amounts::cpus))
                        .ramMb(value(memory.get(), old.ramMb(), problems, Amounts::mebibytes))
                        .storageGb(
                                value(storage.get(), old.storageGb(), problems, Amounts::gibibytes))
                        .build();
        if (!problems.isEmpty()) {
            throw Failure.usage(problems);
        }
        return quota;
    }

    private static <T> T value(
            String given, T old, List<String> problems, BiFunction<String, List<String>, T> read) {
        if (given == null) {
            return old;
        }
        return given.equals(NONE) ? null : read.apply(given, problems);
    }

    private static Integer number(String given, List<String> problems) {
        if (!given.matches("\\d{1,7}")) {
            problems.add(BAD_BOXES);
            return null;
        }
        return Integer.valueOf(given);
    }
}
