package zomg.runner;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Where the files of a box are reached.
 *
 * @param launcher where the runner is started
 * @param plan adds what leads it there
 * @param isThere whether that is still as it was
 */
public record FilesPlace(Launcher launcher, Consumer<RunnerPlan> plan, BooleanSupplier isThere) {}
