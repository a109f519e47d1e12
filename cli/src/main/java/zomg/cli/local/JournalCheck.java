package zomg.cli.local;

import java.time.Duration;
import zomg.cli.client.AuditVerification;
import zomg.cli.client.JournalClient;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.Failures;

/** Whether the journal is as it was written. The server says it piece by piece. */
final class JournalCheck {

    static final String WHOLE = "all up to entry %d is as it was written";
    static final String BROKEN =
            "entry %d is not as it was written, or is missing: somebody changed the records beside"
                    + " zomg; compare with a backup, or with what follows the events elsewhere";
    static final String TOO_LONG = "up to entry %d of %d it is as it was written; so far in time";

    private static final String SUBJECT = "journal";

    private final JournalClient journal;
    private final Duration patience;

    /**
     * @param patience with a long one
     */
    JournalCheck(JournalClient journal, Duration patience) {
        this.journal = journal;
        this.patience = patience;
    }

    Check look() {
        long begin = System.nanoTime();
        try {
            AuditVerification piece = journal.verifyAudit(null).value();
            while (piece.broken() == null && piece.verified() < piece.newest()) {
                if (System.nanoTime() - begin > patience.toNanos()) {
                    return Check.notLookedAt(
                            SUBJECT, TOO_LONG.formatted(piece.verified(), piece.newest()));
                }
                piece = journal.verifyAudit(Long.toString(piece.verified())).value();
            }
            return piece.broken() == null
                    ? Check.good(SUBJECT, WHOLE.formatted(piece.verified()))
                    : Check.unmendable(SUBJECT, BROKEN.formatted(piece.broken()));
        } catch (ApiFailure no) {
            return Check.notLookedAt(SUBJECT, Failures.sentence(no));
        }
    }
}
