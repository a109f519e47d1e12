package zomg.cli.journal;

import java.util.ArrayList;
import java.util.List;
import zomg.cli.client.AuditPage;
import zomg.cli.client.JournalClient;
import zomg.cli.client.JournalEntry;
import zomg.cli.support.Answer;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.Times;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class AuditCommand extends Command {

    static final String BAD_LIMIT = "--limit must be from 1 to 100000";

    private static final int PAGE = 1_000;
    private static final int MAX = 100_000;

    private final Value<Integer> limit =
            numberOr(100, "NUMBER", "How many entries at most; 100 without it.", "-n", "--limit");
    private final Value<String> since =
            option(
                    "TIME",
                    "Only what happened then or later, as in 2026-02-03T04:05:06Z.",
                    "--since");
    private final Value<String> box = option("NAME", "Only of this box.", "--box");
    private final Value<Boolean> all =
            flag("Of all projects, and of the server itself.", "-a", "--all");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    public AuditCommand(Invocation invocation) {
        super(
                "audit",
                "List what happened, the newest first: what, why, by whom.",
                new String[] {
                    "", "For administrators.", "", "Example:", "  zomg audit --box web -n 20"
                });
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (limit.get() < 1 || limit.get() > MAX) {
            throw Failure.usage(BAD_LIMIT);
        }
        List<JournalEntry> entries = new ArrayList<>();
        String wanted = all.get() ? null : invocation.project(project);
        JournalClient journal = new JournalClient(invocation.http());
        String token = null;
        int left = limit.get();
        do {
            int size = Math.min(left, PAGE);
            Answer<AuditPage> page = journal.listAudit(box.get(), token, size, wanted, since.get());
            if (json.isSet()) {
                invocation.output().json(page);
            } else {
                entries.addAll(page.value().entries());
            }
            left -= size;
            token = page.value().nextContinuationToken();
        } while (token != null && left > 0);
        if (!json.isSet()) {
            table(entries);
        }
        return ExitCode.OK;
    }

    private void table(List<JournalEntry> entries) {
        invocation
                .output()
                .table(
                        List.of("ID", "TIME", "EVENT", "OF", "CAUSE", "ACTOR", "REQUEST", "DETAIL"),
                        entries.stream().map(AuditCommand::row).toList());
    }

    private static List<String> row(JournalEntry entry) {
        return List.of(
                String.valueOf(entry.id()),
                Times.toSeconds(entry.at()),
                entry.kind(),
                Subject.of(entry),
                entry.cause(),
                Subject.text(entry.actor()),
                Subject.text(entry.requestId()),
                Subject.text(entry.detail()));
    }
}
