package zomg.cli.project;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import zomg.cli.client.Project;
import zomg.cli.client.ProjectPage;
import zomg.cli.client.ProjectsClient;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.Output;
import zomg.cli.support.Pages;
import zomg.cli.support.Times;

@Command(
        name = "list",
        aliases = "ls",
        description = "List projects.",
        footer = {"", "Example:", "  zomg project list -q"})
final class ListCommand implements Callable<Integer> {

    @Option(
            names = {"-q", "--quiet"},
            description = "Names only.")
    private boolean quiet;

    @Mixin private JsonOption json;

    private final Invocation invocation;

    ListCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Output output = invocation.output();
        List<List<String>> rows = new ArrayList<>();
        ProjectsClient client = new ProjectsClient(invocation.http());
        Pages.each(
                token -> client.listProjects(token, null),
                ProjectPage::nextContinuationToken,
                page -> {
                    if (json.isSet()) {
                        output.json(page);
                    } else if (quiet) {
                        page.value().projects().forEach(one -> output.line(one.name()));
                    } else {
                        page.value().projects().forEach(one -> rows.add(row(one)));
                    }
                });
        if (!json.isSet() && !quiet) {
            output.table(List.of("NAME", "BOXES", "CREATED"), rows);
        }
        return ExitCode.OK;
    }

    private static List<String> row(Project project) {
        return List.of(
                project.name(),
                String.valueOf(project.boxes()),
                Times.toSeconds(project.createdAt()));
    }
}
