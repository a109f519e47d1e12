package zomg.cli.box;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import zomg.cli.client.Box;
import zomg.cli.client.BoxesClient;
import zomg.cli.support.Answer;
import zomg.cli.support.BoxRef;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.Times;

@Command(
        name = "show",
        description = "Show a box.",
        footer = {"", "Example:", "  zomg show web"})
public final class ShowCommand implements Callable<Integer> {

    static final String NO_WALLS = "privileged (quota and network walls do not hold for its root)";

    @Parameters(paramLabel = "BOX", description = "NAME, PROJECT:NAME, PROJECT.NAME or .")
    private String box;

    @Mixin private ProjectOption project;
    @Mixin private JsonOption json;

    private final Invocation invocation;

    public ShowCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(box, project);
        Answer<Box> answer = new BoxesClient(invocation.http()).showBox(ref.project(), ref.name());
        if (json.isSet()) {
            invocation.output().json(answer);
        } else {
            invocation.output().facts(facts(answer.value()));
        }
        return ExitCode.OK;
    }

    private static List<List<String>> facts(Box box) {
        List<List<String>> facts = new ArrayList<>();
        add(facts, "name", box.name());
        add(facts, "project", box.project());
        add(facts, "status", box.status());
        add(facts, "failure", box.failure());
        add(facts, "base", box.base());
        add(facts, "port", box.port());
        add(facts, "created", Times.toSeconds(box.createdAt()));
        add(facts, "updated", Times.toSeconds(box.updatedAt()));
        if (box.tags() != null) {
            add(facts, "tags", ListCommand.tags(box.tags()));
        }
        if (box.config() != null) {
            add(facts, "cpus", box.config().cpus());
            add(facts, "ram_mb", box.config().ramMb());
            add(facts, "storage_gb", box.config().storageGb());
        }
        add(facts, "grace_seconds", box.terminationGracePeriodSeconds());
        add(facts, "isolation", "privileged".equals(box.isolation()) ? NO_WALLS : box.isolation());
        if (box.parent() != null) {
            add(facts, "forked_from", box.parent().name());
        }
        if (box.environment() != null) {
            box.environment().forEach((key, value) -> add(facts, "env." + key, value));
        }
        return facts;
    }

    private static void add(List<List<String>> facts, String name, Object value) {
        if (value != null) {
            facts.add(List.of(name, value.toString()));
        }
    }
}
