package zomg.usecase.setup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.port.MachinePart;

/**
 * Keeps a machine that was set up as it was set up, and its boxes as their records say. There is
 * one repair at a time, and none once the server goes down.
 */
public final class Upkeep {

    /**
     * What was found.
     *
     * @param boxesLookedAt not, if a part of the machine is not in order: what is wrong with boxes
     *     is not known then
     */
    public record Report(List<Finding> findings, boolean boxesLookedAt) {}

    private final List<MachinePart> parts;
    private final Setup setup;
    private final Reconcile reconcile;
    private final Duration patience;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile boolean ended;

    /**
     * @param patience how long a repair waits for another one
     */
    public Upkeep(List<MachinePart> parts, Setup setup, Reconcile reconcile, Duration patience) {
        this.parts = List.copyOf(parts);
        this.setup = setup;
        this.reconcile = reconcile;
        this.patience = patience;
    }

    /** What is not in order; nothing is changed. */
    public Report look() {
        return report(false);
    }

    /**
     * Mends what is not in order. What cannot be mended of the machine is what its set-up failed at
     * from now on, until it is mended.
     *
     * @throws Refusal ENGINE_UNAVAILABLE if another repair takes too long, or the server goes down
     */
    public Report repair() {
        return inTurn(() -> report(true));
    }

    /** From now on nothing is mended: boxes that are about to end must not come back. */
    public void end() {
        ended = true;
        if (turn.tryLock() || await()) {
            turn.unlock();
        }
    }

    private <T> T inTurn(Supplier<T> work) {
        if (!await()) {
            throw new Refusal(
                    ErrorCode.ENGINE_UNAVAILABLE, "another repair is at work; try again later");
        }
        try {
            if (ended) {
                throw new Refusal(ErrorCode.ENGINE_UNAVAILABLE, "the server is shutting down");
            }
            return work.get();
        } finally {
            turn.unlock();
        }
    }

    private boolean await() {
        try {
            return turn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Boxes are judged on a whole machine only: without its pool every root would be lost. */
    private Report report(boolean repair) {
        List<Finding> findings = new ArrayList<>();
        for (MachinePart part : parts) {
            Optional<Finding> finding = repair ? mend(part) : look(part);
            finding.ifPresent(findings::add);
            if (finding.filter(found -> !found.isDone()).isPresent()) {
                return new Report(findings, false);
            }
        }
        findings.addAll(repair ? reconcile.repair() : reconcile.look());
        return new Report(findings, true);
    }

    private Optional<Finding> look(MachinePart part) {
        return part.fault()
                .map(sentence -> Finding.ofPart(part.name(), sentence))
                .map(finding -> setup.failure(part.name()).map(finding::cannot).orElse(finding));
    }

    private Optional<Finding> mend(MachinePart part) {
        Optional<Finding> finding =
                part.fault().map(sentence -> mend(part, Finding.ofPart(part.name(), sentence)));
        if (finding.filter(found -> !found.isDone()).isEmpty()) {
            setup.done(part.name());
        }
        return finding;
    }

    private Finding mend(MachinePart part, Finding finding) {
        try {
            part.prepare();
            return finding.done();
        } catch (Refusal refusal) {
            setup.failed(part.name(), refusal.getMessage());
            return finding.cannot(refusal.getMessage(), refusal);
        } catch (RuntimeException failure) {
            setup.failed(part.name(), "see the server's log");
            return finding.cannot("see the server's log", failure);
        }
    }
}
