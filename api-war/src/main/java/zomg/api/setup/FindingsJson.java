package zomg.api.setup;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.id.Uid;
import zomg.usecase.setup.Finding;
import zomg.usecase.setup.Upkeep;

/** What is not in order, on the wire. */
@Schema(
        name = "Findings",
        description = "What is not as the records say; nothing if all is in order.",
        requiredProperties = {"findings", "boxes_looked_at"})
public record FindingsJson(
        List<FindingJson> findings,
        @Schema(
                        description =
                                "Not if a part of the machine is not in order: what is wrong with"
                                        + " boxes is not known then.")
                boolean boxesLookedAt) {

    /** What became of a finding. The lower-case name is the wire value. */
    public enum RepairState {
        POSSIBLE,
        DONE,
        CANNOT
    }

    /** One finding. */
    @Schema(
            name = "Finding",
            description = "One thing that is not as the records say.",
            requiredProperties = {"kind", "subject", "sentence", "repair"})
    public record FindingJson(
            Finding.Kind kind,
            @Schema(
                            description =
                                    "A box as project:name, a uid that no record names, or a part"
                                            + " of the machine.",
                            examples = "default:web")
                    String subject,
            Optional<Uid> uid,
            @Schema(examples = "its first process ended") String sentence,
            RepairState repair,
            @Schema(
                            description = "Why it cannot be repaired.",
                            examples = "the pool is read-only; see dmesg for why")
                    Optional<String> reason) {

        static FindingJson of(Finding finding) {
            return new FindingJson(
                    finding.kind(),
                    finding.subject(),
                    finding.uid(),
                    finding.sentence(),
                    switch (finding.repair()) {
                        case Finding.Repair.Possible() -> RepairState.POSSIBLE;
                        case Finding.Repair.Done() -> RepairState.DONE;
                        case Finding.Repair.Cannot _ -> RepairState.CANNOT;
                    },
                    finding.repair() instanceof Finding.Repair.Cannot(String reason)
                            ? Optional.of(reason)
                            : Optional.empty());
        }
    }

    static FindingsJson of(Upkeep.Report report) {
        return new FindingsJson(
                report.findings().stream().map(FindingJson::of).toList(), report.boxesLookedAt());
    }
}
