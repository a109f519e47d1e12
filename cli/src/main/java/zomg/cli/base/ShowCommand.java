package zomg.cli.base;

import java.util.ArrayList;
import java.util.List;
import zomg.cli.client.Base;
import zomg.cli.client.BasesClient;
import zomg.cli.support.Answer;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.Times;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class ShowCommand extends Command {

    private final Value<String> base = parameter("BASE", "NAME (its newest version) or NAME:TAG.");
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    ShowCommand(Invocation invocation) {
        super("show", "Show a base.", "zomg base show box-base");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Answer<Base> answer = new BasesClient(invocation.http()).showBase(base.get());
        if (json.isSet()) {
            invocation.output().json(answer);
        } else {
            invocation.output().facts(facts(answer.value()));
        }
        return ExitCode.OK;
    }

    private static List<List<String>> facts(Base base) {
        List<List<String>> facts = new ArrayList<>();
        add(facts, "name", base.alias());
        add(facts, "version", base.version());
        add(facts, "builder", base.builder());
        add(facts, "origin", base.origin());
        add(
                facts,
                "parent",
                base.parentAlias() == null
                        ? null
                        : base.parentAlias() + ":" + base.parentVersion());
        add(facts, "script_sha256", base.scriptSha256());
        add(facts, "size_bytes", base.sizeBytes());
        add(facts, "created", Times.toSeconds(base.createdAt()));
        return facts;
    }

    private static void add(List<List<String>> facts, String name, Object value) {
        if (value != null) {
            facts.add(List.of(name, value.toString()));
        }
    }
}
