package zomg.cli.project;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import zomg.cli.client.Project;
import zomg.cli.client.ProjectsClient;
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
            invocation
                    .output()
                    .facts(
                            List.of(
                                    List.of("name", project.name()),
                                    List.of("boxes", String.valueOf(project.boxes())),
                                    List.of("created", Times.toSeconds(project.createdAt()))));
        }
        return ExitCode.OK;
    }
}
