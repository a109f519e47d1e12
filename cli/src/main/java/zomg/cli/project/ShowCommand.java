package zomg.cli.project;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import zomg.cli.client.Project;
import zomg.cli.client.ProjectsClient;
import zomg.cli.client.Quota;
import zomg.cli.support.Answer;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.Times;

@Command(
        name = "show",
        description = "Show a project.",
        footer = {"", "Example:", "  zomg project show default"})
final class ShowCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "PROJECT",
            arity = "0..1",
            description = "Its name; else the current one.")
    private String name;

    @Mixin private JsonOption json;

    private final Invocation invocation;

    ShowCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        String wanted = name == null ? invocation.project(new ProjectOption()) : name;
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
