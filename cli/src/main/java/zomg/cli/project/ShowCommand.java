package zomg.cli.project;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import zomg.cli.client.Project;
import zomg.cli.client.ProjectsClient;
import zomg.cli.client.Quota;
import zomg.cli.support.Answer;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.Times;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class ShowCommand extends Command {

    private final Value<String> name =
            optionalParameter("PROJECT", "Its name; else the current one.");
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    ShowCommand(Invocation invocation) {
        super("show", "Show a project.", "zomg project show default");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        String wanted = name.find().orElseGet(invocation::project);
        Answer<Project> answer = new ProjectsClient(invocation.http()).showProject(wanted);
        if (json.isSet()) {
            invocation.output().json(answer);
        } else {
            Project project = answer.value();
            invocation.output().facts(facts(project));
        }
        return ExitCode.OK;
    }

    private static List<List<String>> facts(Project project) {
        Quota quota =
                Objects.requireNonNullElseGet(project.quota(), () -> new Quota.Builder().build());
        return List.of(
                List.of("name", project.name()),
                List.of("boxes", of(project.boxes(), quota.boxes(), "")),
                List.of("cpus", of(project.usage().cpus(), quota.cpus(), "")),
                List.of("memory", of(project.usage().ramMb(), quota.ramMb(), " MiB")),
                List.of("storage", of(project.usage().storageGb(), quota.storageGb(), " GiB")),
                List.of("created", Times.toSeconds(project.createdAt())));
    }

    /** What is taken, and of how much where there is a quota. */
    private static String of(Number taken, Number quota, String unit) {
        String used = number(taken) + unit;
        return quota == null ? used : "%s of %s%s".formatted(used, number(quota), unit);
    }

    private static String number(Number number) {
        return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }
}
