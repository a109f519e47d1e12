package zomg.cli.project;

import java.util.ArrayList;
import java.util.List;
import zomg.cli.client.Project;
import zomg.cli.client.ProjectPage;
import zomg.cli.client.ProjectsClient;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.Output;
import zomg.cli.support.Pages;
import zomg.cli.support.Times;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class ListCommand extends Command {

    private final Value<Boolean> quiet = flag("Names only.", "-q", "--quiet");
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    ListCommand(Invocation invocation) {
        super("list", "List projects.", "zomg project list -q");
        alias("ls");
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
                    } else if (quiet.get()) {
                        page.value().projects().forEach(one -> output.line(one.name()));
                    } else {
                        page.value().projects().forEach(one -> rows.add(row(one)));
                    }
                });
        if (!json.isSet() && !quiet.get()) {
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
