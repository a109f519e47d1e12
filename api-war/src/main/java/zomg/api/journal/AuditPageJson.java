package zomg.api.journal;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.usecase.journal.ReadAudit;

/** One page of the audit log on the wire. */
@Schema(
        name = "AuditPage",
        description = "Entries of the journal, the newest first.",
        requiredProperties = {"entries", "has_more"})
public record AuditPageJson(
        List<EntryJson> entries,
        boolean hasMore,
        @Schema(description = "Asks for the next page; absent on the last one.")
                Optional<EntryId> nextContinuationToken) {

    static AuditPageJson of(ReadAudit.Page page) {
        return new AuditPageJson(
                page.entries().stream().map(EntryJson::of).toList(),
                page.next().isPresent(),
                page.next().map(EntryId::new));
    }
}
