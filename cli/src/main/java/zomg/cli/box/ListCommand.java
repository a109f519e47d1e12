package zomg.cli.box;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
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
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class ListCommand extends Command {

    static final String JSON_WITH_QUIET = "--json cannot be used with --quiet";

    private static final String ALL_PROJECTS = "-";

    private final Value<Boolean> all = flag("Of all projects.", "-a", "--all");
    private final Value<Boolean> quiet = flag("Names only.", "-q", "--quiet");
    private final Value<List<String>> tags =
            options(
                    "KEY=VALUE",
                    "Only boxes with this label; repeated: with all of them.",
                    "-t",
                    "--tag");
    private final Value<String> prefix =
            option("TEXT", "Only boxes whose names begin with it.", "--prefix");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    public ListCommand(Invocation invocation) {
        super("list", "List boxes.", "zomg list -t tier=front --prefix web");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        List<String> problems = new ArrayList<>();
        KeyValues.parse("--tag", tags.get(), problems);
        if (json.isSet() && quiet.get()) {
            problems.add(JSON_WITH_QUIET);
        }
        if (!problems.isEmpty()) {
            throw Failure.usage(problems);
        }
        String wanted = all.get() ? ALL_PROJECTS : invocation.project(project);
        Output output = invocation.output();
        List<List<String>> rows = new ArrayList<>();
        BoxesClient boxes = new BoxesClient(invocation.http());
        Pages.each(
                token -> boxes.listBoxes(wanted, token, null, prefix.get(), tags.get()),
                BoxPage::nextContinuationToken,
                page -> {
                    if (json.isSet()) {
                        output.json(page);
                    } else if (quiet.get()) {
                        page.value().boxes().forEach(box -> output.line(name(box)));
                    } else {
                        page.value().boxes().forEach(box -> rows.add(row(box)));
                    }
                });
        if (!json.isSet() && !quiet.get()) {
            output.table(headings(), rows);
        }
        return ExitCode.OK;
    }

    private String name(Box box) {
        return all.get() ? box.project() + ":" + box.name() : box.name();
    }

    private List<String> headings() {
        List<String> headings =
                new ArrayList<>(List.of("NAME", "STATUS", "BASE", "TAGS", "CREATED"));
        if (all.get()) {
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
        if (all.get()) {
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
