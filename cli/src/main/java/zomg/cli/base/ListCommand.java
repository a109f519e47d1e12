package zomg.cli.base;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import zomg.cli.client.Base;
import zomg.cli.client.BasePage;
import zomg.cli.client.BasesClient;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.Output;
import zomg.cli.support.Pages;
import zomg.cli.support.Times;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class ListCommand extends Command {

    private static final int SHORT_VERSION = 12;

    private final Value<Boolean> quiet = flag("Names only.", "-q", "--quiet");
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    ListCommand(Invocation invocation) {
        super("list", "List bases.", "zomg base list -j");
        alias("ls");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Output output = invocation.output();
        List<List<String>> rows = new ArrayList<>();
        BasesClient client = new BasesClient(invocation.http());
        Pages.each(
                token -> client.listBases(token, null),
                BasePage::nextContinuationToken,
                page -> {
                    if (json.isSet()) {
                        output.json(page);
                    } else if (quiet.get()) {
                        page.value().bases().forEach(base -> output.line(base.alias()));
                    } else {
                        page.value().bases().forEach(base -> rows.add(row(base)));
                    }
                });
        if (!json.isSet() && !quiet.get()) {
            output.table(List.of("NAME", "VERSION", "ORIGIN", "CREATED"), rows);
        }
        return ExitCode.OK;
    }

    private static List<String> row(Base base) {
        String version = Objects.requireNonNullElse(base.version(), "");
        return List.of(
                base.alias(),
                version.substring(0, Math.min(SHORT_VERSION, version.length())),
                Objects.requireNonNullElse(base.origin(), ""),
                Times.toSeconds(base.createdAt()));
    }
}
