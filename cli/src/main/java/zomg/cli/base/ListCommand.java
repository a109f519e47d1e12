package zomg.cli.base;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import zomg.cli.client.Base;
import zomg.cli.client.BaseList;
import zomg.cli.client.BasesClient;
import zomg.cli.support.Answer;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.Times;

@Command(
        name = "list",
        aliases = "ls",
        description = "List bases.",
        footer = {"", "Example:", "  zomg base list -j"})
final class ListCommand implements Callable<Integer> {

    private static final int SHORT_VERSION = 12;

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
        Answer<BaseList> answer = new BasesClient(invocation.http()).listBases();
        if (json.isSet()) {
            invocation.output().json(answer);
        } else if (quiet) {
            answer.value().bases().forEach(base -> invocation.output().line(base.alias()));
        } else {
            invocation
                    .output()
                    .table(
                            List.of("NAME", "VERSION", "ORIGIN", "CREATED"),
                            answer.value().bases().stream().map(ListCommand::row).toList());
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
