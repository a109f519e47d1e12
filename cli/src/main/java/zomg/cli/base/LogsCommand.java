package zomg.cli.base;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import zomg.cli.client.BaseLog;
import zomg.cli.support.Answer;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.LogText;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

final class LogsCommand extends Command {

    static final String JSON_WITH_FOLLOW = "--json is not supported with --follow";
    static final String NO_LOG = "there is no log of a build of %s, or it is too long ago";

    private final Value<String> base = parameter("BASE", "NAME (its last build) or NAME:TAG.");
    private final Value<Boolean> follow = flag("Go on until the build is over.", "-f", "--follow");
    private final Value<Long> offset =
            longNumber("BYTES", "From there on, as JSON says next_offset.", "--offset");
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    LogsCommand(Invocation invocation) {
        super(
                "logs",
                "Show what was printed while a base was built, also if that failed.",
                "zomg base logs with-postgres -f",
                "",
                "Of the last 50 builds the last MiB is kept.");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (json.isSet() && follow.get()) {
            throw Failure.usage(JSON_WITH_FOLLOW);
        }
        long from = offset.find().orElse(0L);
        if (follow.get()) {
            follow(from);
        } else {
            show(from);
        }
        return ExitCode.OK;
    }

    private void follow(long from) {
        BuildLog log =
                new BuildLog(
                        invocation.http(),
                        base.get(),
                        Optional.empty(),
                        from,
                        invocation.terminal().out());
        if (!log.follow()) {
            throw Failure.of(NO_LOG.formatted(base.get()));
        }
    }

    private void show(long from) {
        Answer<BaseLog> answer =
                invocation
                        .http()
                        .send(
                                BuildLog.call(base.get(), Optional.empty(), Long.toString(from)),
                                BaseLog.class);
        if (json.isSet()) {
            invocation.output().json(answer);
        } else {
            String body = new String(answer.body(), StandardCharsets.UTF_8);
            invocation.output().bytes(LogText.bytes(body));
        }
    }
}
