package zomg.cli.box;

import java.util.ArrayList;
import java.util.List;
import zomg.cli.client.Box;
import zomg.cli.client.BoxesClient;
import zomg.cli.space.UsageFacts;
import zomg.cli.support.Answer;
import zomg.cli.support.BoxRef;
import zomg.cli.support.DataMounts;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.Times;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class ShowCommand extends Command {

    static final String NO_WALLS = "privileged (quota and network walls do not hold for its root)";

    private final Value<String> box = parameter("BOX", "NAME, PROJECT:NAME, PROJECT.NAME or .");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    public ShowCommand(Invocation invocation) {
        super("show", "Show a box.", "zomg show web");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(box.get(), project);
        BoxesClient client = new BoxesClient(invocation.http());
        Answer<Box> answer = client.showBox(ref.project(), ref.name());
        if (json.isSet()) {
            invocation.output().json(answer);
        } else {
            List<List<String>> facts = facts(answer.value());
            facts.addAll(UsageFacts.known(() -> client.showBoxUsage(ref.project(), ref.name())));
            invocation.output().facts(facts);
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
        add(facts, "url", box.url());
        add(facts, "port", box.port());
        add(facts, "created", Times.toSeconds(box.createdAt()));
        add(facts, "updated", Times.toSeconds(box.updatedAt()));
        if (box.publishedDomains() != null) {
            box.publishedDomains().forEach(host -> add(facts, "published", host));
        }
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
        if (box.dataMounts() != null) {
            box.dataMounts().forEach(mount -> add(facts, "data", DataMounts.text(mount)));
        }
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
