package zomg.usecase.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/** How far the server is with getting ready. Written by one thread, read by any. */
public final class Setup {

    /** Where a step is. The lower-case name is the wire value. */
    public enum State {
        PENDING,
        RUNNING,
        DONE,
        FAILED
    }

    /**
     * One step.
     *
     * @param percent 0 to 100, an estimate
     * @param detail what is going on, or what a person has to do about a failure
     */
    public record Step(String name, State state, int percent, String detail) {}

    private final List<Step> steps = new ArrayList<>();
    private volatile boolean ended;

    public Setup(List<String> names) {
        names.forEach(name -> steps.add(new Step(name, State.PENDING, 0, "")));
    }

    public synchronized List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Whether every step is done, and stays so. */
    public boolean isReady() {
        return !ended && steps().stream().allMatch(step -> step.state() == State.DONE);
    }

    /** The step that failed, if one did. */
    public Optional<Step> failure() {
        return steps().stream().filter(step -> step.state() == State.FAILED).findFirst();
    }

    /** Why this step failed, if it did. */
    Optional<String> failure(String name) {
        return Optional.of(find(name))
                .filter(step -> step.state() == State.FAILED)
                .map(Step::detail);
    }

    /**
     * @throws Refusal NOT_READY unless {@code step} is done; says what keeps it from being done
     */
    public void require(String step) {
        if (find(step).state() == State.DONE) {
            return;
        }
        throw new Refusal(
                ErrorCode.NOT_READY,
                failure()
                        .map(
                                failed ->
                                        "the server's set-up failed at %s: %s"
                                                .formatted(failed.name(), failed.detail()))
                        .orElseGet(() -> notYet(step)));
    }

    private String notYet(String step) {
        return ended
                ? "the server is shutting down"
                : "the server is still being set up: %s".formatted(step);
    }

    /** Nothing becomes ready any more; what is done can be used to the last moment. */
    synchronized void drain() {
        ended = true;
        steps.replaceAll(step -> step.state() == State.DONE ? step : shuttingDown(step));
    }

    /** Nothing is ready any more, and nothing becomes ready again. */
    synchronized void end() {
        ended = true;
        steps.replaceAll(Setup::shuttingDown);
    }

    private static Step shuttingDown(Step step) {
        return new Step(step.name(), State.PENDING, 0, "shutting down");
    }

    void running(String name, int percent, String detail) {
        put(new Step(name, State.RUNNING, percent, detail));
    }

    void done(String name) {
        put(new Step(name, State.DONE, 100, ""));
    }

    void failed(String name, String detail) {
        put(new Step(name, State.FAILED, find(name).percent(), detail));
    }

    private synchronized Step find(String name) {
        return steps.stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no step " + name));
    }

    private synchronized void put(Step next) {
        if (ended) {
            return;
        }
        steps.replaceAll(step -> step.name().equals(next.name()) ? next : step);
    }
}
