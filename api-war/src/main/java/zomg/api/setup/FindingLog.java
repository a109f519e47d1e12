package zomg.api.setup;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import zomg.usecase.setup.Finding;

/** What was not in order, for whoever reads the log; what stays so is said once. */
public final class FindingLog {

    private static final Logger LOG = System.getLogger(FindingLog.class.getName());

    private static final Set<Finding.Kind> SET_ASIDE =
            Set.of(Finding.Kind.ORPHAN_ROOT, Finding.Kind.ORPHAN_VOLUME);

    private final Path setAside;
    private List<Finding> before = List.of();

    /**
     * @param setAside where roots and volumes go that no record names
     */
    public FindingLog(Path setAside) {
        this.setAside = setAside;
    }

    synchronized void tell(List<Finding> findings) {
        findings.stream().filter(finding -> !isSaid(finding)).forEach(this::tell);
        before = List.copyOf(findings);
    }

    private boolean isSaid(Finding finding) {
        return before.stream()
                .anyMatch(
                        said ->
                                said.subject().equals(finding.subject())
                                        && said.repair().equals(finding.repair())
                                        && said.sentence().equals(finding.sentence()));
    }

    void tell(Finding finding) {
        String what = "%s: %s".formatted(finding.subject(), finding.sentence());
        switch (finding.repair()) {
            case Finding.Repair.Cannot(String reason) ->
                    log(
                            "%s; this could not be mended, and is tried again: %s"
                                    .formatted(what, reason),
                            finding.failure());
            case Finding.Repair.Done() when SET_ASIDE.contains(finding.kind()) ->
                    log("%s; it is set aside in %s".formatted(what, setAside), Optional.empty());
            case Finding.Repair.Done() -> LOG.log(Level.INFO, what + "; this is mended");
            case Finding.Repair.Possible() -> LOG.log(Level.INFO, what);
        }
    }

    private static void log(String text, Optional<RuntimeException> failure) {
        failure.ifPresentOrElse(
                why -> LOG.log(Level.WARNING, text, why), () -> LOG.log(Level.WARNING, text));
    }
}
