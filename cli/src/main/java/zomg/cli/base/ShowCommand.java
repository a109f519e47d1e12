package zomg.cli.base;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import zomg.cli.client.Base;
import zomg.cli.client.BaseScript;
import zomg.cli.client.BasesClient;
import zomg.cli.support.Answer;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.LogText;
import zomg.cli.support.Times;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class ShowCommand extends Command {

    static final String NO_SCRIPT = "no script is known that made %s";

    private final Value<String> base = parameter("BASE", "NAME (its newest version) or NAME:TAG.");
    private final Value<Boolean> script =
            flag("The script that made it, and nothing else.", "--script");
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    ShowCommand(Invocation invocation) {
        super("show", "Show a base.", "zomg base show box-base");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (script.get()) {
            showScript();
            return ExitCode.OK;
        }
        Answer<Base> answer = new BasesClient(invocation.http()).showBase(base.get());
        if (json.isSet()) {
            invocation.output().json(answer);
        } else {
            invocation.output().facts(facts(answer.value()));
        }
        return ExitCode.OK;
    }

    /** As it was given. */
    private void showScript() {
        Answer<BaseScript> answer = new BasesClient(invocation.http()).showBaseScript(base.get());
        if (json.isSet()) {
            invocation.output().json(answer);
            return;
        }
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        if (!body.contains("\"script\":")) {
            throw Failure.of(NO_SCRIPT.formatted(base.get()));
        }
        invocation.output().bytes(LogText.bytes(body));
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
        Objects.requireNonNullElse(base.missing(), List.<String>of())
                .forEach(part -> add(facts, "missing", part));
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
