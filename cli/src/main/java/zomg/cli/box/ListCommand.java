package zomg.cli.box;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import zomg.cli.client.Box;
import zomg.cli.client.BoxPage;
import zomg.cli.client.BoxesClient;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.Output;
import zomg.cli.support.Pages;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.Times;

@Command(
        name = "list",
        description = "List boxes.",
        footer = {"", "Example:", "  zomg list -t tier=front --prefix web"})
public final class ListCommand implements Callable<Integer> {

    static final String JSON_WITH_QUIET = "--json cannot be used with --quiet";

    private static final String ALL_PROJECTS = "-";

    @Option(
            names = {"-a", "--all"},
            description = "Of all projects.")
    private boolean all;

    @Option(
            names = {"-q", "--quiet"},
            description = "Names only.")
    private boolean quiet;

    @Option(
            names = {"-t", "--tag"},
            paramLabel = "KEY=VALUE",
            description = "Only boxes with this label; repeated: with all of them.")
    private List<String> tags = List.of();

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            description = "Only boxes whose names begin with it.")
    private String prefix;

    @Mixin private ProjectOption project;
    @Mixin private JsonOption json;

    private final Invocation invocation;

    public ListCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        List<String> problems = new ArrayList<>();
        KeyValues.parse("--tag", tags, problems);
        if (json.isSet() && quiet) {
            problems.add(JSON_WITH_QUIET);
        }
        if (!problems.isEmpty()) {
            throw Failure.usage(problems);
        }
        String wanted = all ? ALL_PROJECTS : invocation.project(project);
        Output output = invocation.output();
        List<List<String>> rows = new ArrayList<>();
        BoxesClient boxes = new BoxesClient(invocation.http());
        Pages.each(
                token -> boxes.listBoxes(wanted, token, null, prefix, tags),
                BoxPage::nextContinuationToken,
                page -> {
                    if (json.isSet()) {
                        output.json(page);
                    } else if (quiet) {
                        page.value().boxes().forEach(box -> output.line(name(box)));
                    } else {
                        page.value().boxes().forEach(box -> rows.add(row(box)));
                    }
                });
        if (!json.isSet() && !quiet) {
            output.table(headings(), rows);
        }
        return ExitCode.OK;
    }

    private String name(Box box) {
        return all ? box.project() + ":" + box.name() : box.name();
    }

    private List<String> headings() {
        List<String> headings =
                new ArrayList<>(List.of("NAME", "STATUS", "BASE", "TAGS", "CREATED"));
        if (all) {
            headings.addFirst("PROJECT");
        }
        return headings;
    }

    private List<String> row(Box box) {
        List<String> row =
                new ArrayList<>(
                        List.of(
                                box.name(),
                                box.status(),
                                Objects.requireNonNullElse(box.base(), ""),
                                tags(box.tags()),
                                Times.toSeconds(box.createdAt())));
        if (all) {
            row.addFirst(box.project());
        }
        return row;
    }

    static String tags(Map<String, String> tags) {
        return tags == null
                ? ""
                : tags.entrySet().stream()
                        .map(tag -> tag.getKey() + "=" + tag.getValue())
                        .collect(Collectors.joining(","));
    }
}
