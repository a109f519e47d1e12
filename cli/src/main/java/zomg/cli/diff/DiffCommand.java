package zomg.cli.diff;

import java.nio.charset.StandardCharsets;
import java.util.List;
import zomg.cli.client.Change;
import zomg.cli.client.Diff;
import zomg.cli.client.FileDiff;
import zomg.cli.client.SnapshotsClient;
import zomg.cli.support.Answer;
import zomg.cli.support.BoxRef;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.Output;
import zomg.cli.support.Pages;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

/** What a box has changed on its root since a snapshot: all of it, or in one file. */
public final class DiffCommand extends Command {

    static final String NO_CHANGES = "No changes";
    static final String BINARY = "Binary files differ: %s";
    static final String FILE_AND_PATH = "after the box there can be: file PATH";

    private static final String FILE = "file";

    private final Value<String> box = parameter("BOX", "NAME, PROJECT:NAME, PROJECT.NAME or .");
    private final Value<List<String>> file =
            parameters("[file PATH]", "One file of it, as diff -u shows it.");
    private final Value<String> against =
            option("SNAPSHOT", "A snapshot of the box; else its newest one.", "--against");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    public DiffCommand(Invocation invocation) {
        super(
                "diff",
                "Tell what a box has changed since a snapshot.",
                "zomg diff web",
                "  zomg diff web file /etc/app.conf --against v0",
                "",
                "+ came, ~ was changed, - went; a rename is one that went and one that came. Times",
                "do not count. /home, /box and data mounts are not part of it.");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(box.get(), project);
        SnapshotsClient client = new SnapshotsClient(invocation.http());
        List<String> asked = file.get();
        if (asked.isEmpty()) {
            listChanges(client, ref);
        } else if (asked.size() == 2 && asked.getFirst().equals(FILE)) {
            showFile(
                    client.diffFile(
                            ref.project(),
                            ref.name(),
                            against.find().orElse(null),
                            asked.getLast()));
        } else {
            throw Failure.usage(FILE_AND_PATH);
        }
        return ExitCode.OK;
    }

    private void listChanges(SnapshotsClient client, BoxRef ref) {
        Output output = invocation.output();
        boolean[] any = {false};
        Pages.each(
                token ->
                        client.diffBox(
                                ref.project(),
                                ref.name(),
                                against.find().orElse(null),
                                token,
                                null),
                Diff::nextContinuationToken,
                page -> {
                    if (json.isSet()) {
                        output.json(page);
                        return;
                    }
                    for (Change change : page.value().changes()) {
                        any[0] = true;
                        output.line(sign(change.kind()) + " " + printable(change.path()));
                    }
                });
        if (!json.isSet() && !any[0]) {
            output.line(NO_CHANGES);
        }
    }

    private void showFile(Answer<FileDiff> answer) {
        FileDiff diff = answer.value();
        if (json.isSet()) {
            invocation.output().json(answer);
        } else if (diff.kind() == null) {
            invocation.output().line(NO_CHANGES);
        } else if (diff.binary()) {
            invocation.output().line(BINARY.formatted(printable(diff.path())));
        } else {
            invocation.output().bytes(diff.diff().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String sign(String kind) {
        return switch (kind) {
            case "added" -> "+";
            case "deleted" -> "-";
            default -> "~";
        };
    }

    /** Strangers name files: none of them is a line of its own, or speaks to the terminal. */
    private static String printable(String path) {
        StringBuilder printable = new StringBuilder();
        path.codePoints()
                .forEach(
                        one -> {
                            if (Character.isISOControl(one)) {
                                printable.append("\\%03o".formatted(one));
                            } else {
                                printable.appendCodePoint(one);
                            }
                        });
        return printable.toString();
    }
}
