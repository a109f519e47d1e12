package zomg.api.journal;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.usecase.journal.VerifyJournal;

/** How far the journal is as it was written, on the wire. */
@Schema(
        name = "AuditVerification",
        description = "How far the journal is as it was written.",
        requiredProperties = {"verified", "newest"})
public record VerificationJson(
        @Schema(description = "All that is kept up to this entry is.", examples = "20000")
                long verified,
        @Schema(description = "The newest entry; above verified, ask again.", examples = "41234")
                long newest,
        @Schema(
                        description = "The first entry that is not, or is missing; absent if none.",
                        examples = "20001")
                Optional<Long> broken) {

    static VerificationJson of(VerifyJournal.Verdict verdict) {
        return new VerificationJson(verdict.verified(), verdict.newest(), verdict.broken());
    }
}
