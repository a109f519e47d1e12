package zomg.cli.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

@Command(
        name = "audit",
        description = "List what happened, the newest first: what, why, by whom.",
        footer = {"", "For administrators.", "", "Example:", "  zomg audit --box web -n 20"})
public final class AuditCommand implements Callable<Integer> {

    static final String BAD_LIMIT = "--limit must be from 1 to 100000";

    private static final int PAGE = 1_000;
    private static final int MAX = 100_000;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "NUMBER",
            description = "How many entries at most; 100 without it.")
    private int limit = 100;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only what happened then or later, as in 2026-02-03T04:05:06Z.")
    private String since;

    @Option(names = "--box", paramLabel = "NAME", description = "Only of this box.")
    private String box;

    @Option(
            names = {"-a", "--all"},
            description = "Of all projects, and of the server itself.")
    private boolean all;

    @Mixin private ProjectOption project;
    @Mixin private JsonOption json;

    private final Invocation invocation;

    public AuditCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (limit < 1 || limit > MAX) {
            throw Failure.usage(BAD_LIMIT);
        }
        List<JournalEntry> entries = new ArrayList<>();
        String wanted = all ? null : invocation.project(project);
        JournalClient journal = new JournalClient(invocation.http());
        String token = null;
        int left = limit;
        do {
            int size = Math.min(left, PAGE);
            Answer<AuditPage> page = journal.listAudit(box, token, size, wanted, since);
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
