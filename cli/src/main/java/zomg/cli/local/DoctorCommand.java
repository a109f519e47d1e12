package zomg.cli.local;

import io.avaje.jsonb.Jsonb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import zomg.cli.client.Finding;
import zomg.cli.client.Findings;
import zomg.cli.client.JournalClient;
import zomg.cli.client.ServerClient;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failures;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class DoctorCommand extends Command {

    static final String CLEAN = "Nothing is wrong.";
    static final String FOUND = "Found %d that should be mended.";
    static final String MENDED = "Mended %d.";
    static final String CANNOT = "Mended %d; %d cannot be mended by zomg.";

    static final String UNJUDGED =
            "what is wrong with them is not known while the machine itself is not in order";

    private static final Duration JOURNAL_PATIENCE = Duration.ofMinutes(1);
    private static final String BOXES = "boxes";
    private static final String DONE = "done";
    private static final String UNMENDABLE = "cannot";

    private final Value<Boolean> repair = flag("Mend what the server can mend.", "--repair");
    private final PlaceOptions placeOptions = new PlaceOptions(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    public DoctorCommand(Invocation invocation) {
        super(
                "doctor",
                "Look for what keeps boxes from working on this machine, and mend it.",
                "sudo zomg doctor --repair",
                "",
                "It ends with 0 if nothing is wrong, with 1 if something was found or mended,",
                "with 4 if something cannot be mended.");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Places places = Places.of(placeOptions, invocation.environment());
        Checks looks = new Checks(places, new Machine(), invocation);
        List<Finding> findings = new ArrayList<>();
        List<Check> checks = new ArrayList<>(looks.all());
        looks.answering().ifPresent(http -> checks.addAll(ask(http, findings)));
        if (json.isSet()) {
            invocation.output().line(toJson(checks, findings));
        } else {
            show(checks, findings);
        }
        return exitCode(checks, findings);
    }

    /** What the server finds, and what it does not look at. */
    private List<Check> ask(Http http, List<Finding> findings) {
        List<Check> checks = new ArrayList<>();
        try {
            ServerClient server = new ServerClient(http);
            Findings found =
                    (repair.get() ? server.repairServer() : server.examineServer()).value();
            findings.addAll(found.findings());
            if (!found.boxesLookedAt()) {
                checks.add(Check.notLookedAt(BOXES, UNJUDGED));
            }
        } catch (ApiFailure no) {
            checks.add(Check.notLookedAt(BOXES, Failures.sentence(no)));
        }
        checks.add(new JournalCheck(new JournalClient(http), JOURNAL_PATIENCE).look());
        return checks;
    }

    private static String toJson(List<Check> checks, List<Finding> findings) {
        return Jsonb.instance()
                .type(DoctorJson.class)
                .toJson(
                        new DoctorJson(
                                checks.stream().map(DoctorJson.CheckJson::of).toList(), findings));
    }

    private void show(List<Check> checks, List<Finding> findings) {
        checks.forEach(check -> show(check.verdict().word(), check.subject(), check.sentence()));
        findings.forEach(
                finding ->
                        show(
                                finding.repair().equals(DONE) ? DONE : "BAD",
                                finding.subject(),
                                sentence(finding)));
        long bad = bad(checks);
        long done = findings.stream().filter(finding -> finding.repair().equals(DONE)).count();
        long left = bad + findings.size() - done;
        String verdict;
        if (left + done == 0) {
            verdict = CLEAN;
        } else if (!repair.get()) {
            verdict = FOUND.formatted(left);
        } else {
            verdict = left == 0 ? MENDED.formatted(done) : CANNOT.formatted(done, left);
        }
        invocation.output().line(verdict);
    }

    private void show(String word, String subject, String sentence) {
        invocation.output().line("%-4s %-12s %s".formatted(word, subject, sentence));
    }

    private static String sentence(Finding finding) {
        return finding.repair().equals(UNMENDABLE)
                ? "%s; this cannot be mended: %s".formatted(finding.sentence(), finding.reason())
                : finding.sentence();
    }

    private static long bad(List<Check> checks) {
        return checks.stream().filter(Check::isBad).count();
    }

    private int exitCode(List<Check> checks, List<Finding> findings) {
        boolean bad = bad(checks) > 0;
        if (checks.stream().anyMatch(Check::isUnmendable)
                || findings.stream().anyMatch(finding -> finding.repair().equals(UNMENDABLE))
                || repair.get() && bad) {
            return ExitCode.CANNOT;
        }
        return bad || !findings.isEmpty() ? ExitCode.FAILURE : ExitCode.OK;
    }
}
