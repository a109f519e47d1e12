package zomg.usecase.setup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import zomg.error.Refusal;
import zomg.model.base.Recipe;
import zomg.port.MachinePart;
import zomg.usecase.base.BuildBase;
import zomg.usecase.base.Lines;

/** Gets the machine ready to run boxes: its parts, then the boxes of before, then the base. */
public final class SetUpMachine {

    public static final String BOXES = "boxes";
    public static final String BASE = "base";

    private final List<MachinePart> parts;
    private final Reconcile reconcile;
    private final BuildBase buildBase;
    private final Recipe recipe;
    private final Setup setup;

    public SetUpMachine(
            List<MachinePart> parts, Reconcile reconcile, BuildBase buildBase, Recipe recipe) {
        this.parts = List.copyOf(parts);
        this.reconcile = reconcile;
        this.buildBase = buildBase;
        this.recipe = recipe;
        this.setup =
                new Setup(
                        Stream.concat(parts.stream().map(MachinePart::name), Stream.of(BOXES, BASE))
                                .toList());
    }

    /** Progress, to be looked at while {@link #run} works. */
    public Setup progress() {
        return setup;
    }

    /**
     * Does every step that is not done yet; stops at the first that fails and leaves its reason in
     * the progress.
     *
     * @param reconciled told what was found as soon as the boxes of before are back
     * @throws RuntimeException what the step threw, for the log
     */
    public void run(Consumer<List<Finding>> reconciled) {
        for (MachinePart part : parts) {
            step(part.name(), part::prepare);
        }
        step(BOXES, () -> reconciled.accept(reconcile.repair()));
        step(
                BASE,
                () -> {
                    if (!buildBase.isBuilt(recipe)) {
                        buildBase.build(recipe, new Lines(new BuildLog()));
                    }
                });
    }

    /** As {@link BuildBase#end}. */
    public boolean endBuilds(Duration patience) {
        return buildBase.end(patience);
    }

    /** From now on nothing more becomes ready; boxes can be looked at as before. */
    public void drain() {
        setup.drain();
    }

    /** From now on nothing is ready: no new box may come up while the others go down. */
    public void end() {
        setup.end();
    }

    /** Whether what is found on the machine can only be this server's. */
    boolean isOurs() {
        return parts.stream().allMatch(MachinePart::isOurs);
    }

    /** Takes the machine's parts down again, last one first. */
    public void release() {
        List<MachinePart> backwards = new ArrayList<>(parts).reversed();
        backwards.forEach(MachinePart::release);
    }

    private void step(String name, Runnable work) {
        setup.running(name, 0, "");
        try {
            work.run();
            setup.done(name);
        } catch (Refusal refusal) {
            setup.failed(name, refusal.getMessage());
            throw refusal;
        } catch (RuntimeException failure) {
            setup.failed(name, "see the server's log");
            throw failure;
        }
    }

    /**
     * Makes a percentage of what a package manager prints: dpkg says {@code Unpacking} and {@code
     * Setting up} once for each package.
     */
    private final class BuildLog implements Consumer<String> {

        private static final int EXPECTED_LINES = 560;
        private static final int MAX_LINE = 200;

        private int counted;

        @Override
        public void accept(String text) {
            if (text.startsWith("Unpacking ") || text.startsWith("Setting up ")) {
                counted++;
            }
            setup.running(
                    BASE,
                    Math.min(99, counted * 100 / EXPECTED_LINES),
                    text.substring(0, Math.min(MAX_LINE, text.length())));
        }
    }
}
