package zomg.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.simulation.Violation.Promise;

/**
 * Many seeds, each a world of its own. {@code -Dzomg.simulation.seeds=10000} runs more of them,
 * {@code -Dzomg.simulation.seed=N} a single one. A simulation that finds nothing proves nothing:
 * mistakes are planted, and each must be found.
 */
final class SimulationTest {

    private static final long SEEDS = Long.getLong("zomg.simulation.seeds", 300);
    private static final int SEEDS_FOR_A_BUG = 100;

    @Test
    void nothing_that_was_promised_is_broken() {
        LongStream seeds =
                Stream.ofNullable(Long.getLong("zomg.simulation.seed"))
                        .findAny()
                        .map(LongStream::of)
                        .orElseGet(() -> LongStream.range(0, SEEDS));

        List<Simulation.Report> reports =
                seeds.parallel().mapToObj(seed -> Simulation.run(seed, PlantedBug.NONE)).toList();

        assertThat(reports)
                .allMatch(report -> report.operations() >= 200)
                .allMatch(report -> report.boxes() >= 5);
        assertThat(reports.stream().mapToInt(Simulation.Report::deaths).average().orElseThrow())
                .as("deaths in a world")
                .isGreaterThan(4);
    }

    @ParameterizedTest
    @MethodSource
    void a_planted_bug_is_found(PlantedBug bug, Promise broken) {
        Optional<Violation> found =
                LongStream.range(0, SEEDS_FOR_A_BUG)
                        .mapToObj(seed -> violation(seed, bug))
                        .flatMap(Optional::stream)
                        .filter(violation -> violation.promise() == broken)
                        .findFirst();

        assertThat(found).as("%s is found by %s", bug, broken).isPresent();
    }

    static Stream<Arguments> a_planted_bug_is_found() {
        return Stream.of(
                arguments(
                        PlantedBug.ACKNOWLEDGED_BEFORE_SYNC,
                        Promise.P2_NOTHING_ACKNOWLEDGED_IS_LOST),
                arguments(PlantedBug.NO_UNDO, Promise.P1_NO_ORPHANS),
                arguments(
                        PlantedBug.UNDO_OF_FOREIGN_THINGS, Promise.P2_NOTHING_ACKNOWLEDGED_IS_LOST),
                arguments(
                        PlantedBug.RECONCILE_OF_FOREIGN_THINGS,
                        Promise.FOREIGN_THINGS_ARE_NOT_TOUCHED),
                arguments(PlantedBug.RECONCILE_BY_NAME, Promise.P2_NOTHING_ACKNOWLEDGED_IS_LOST),
                arguments(PlantedBug.FORGOTTEN_KEYS, Promise.P6_ONE_KEY_ONE_EFFECT),
                arguments(
                        PlantedBug.VOLUMES_BEFORE_THEIR_RECORD,
                        Promise.P2_NOTHING_ACKNOWLEDGED_IS_LOST),
                arguments(PlantedBug.DATA_BEFORE_ITS_RECORD, Promise.P1_NO_ORPHANS),
                arguments(PlantedBug.HOSTS_FOR_THE_ASKING, Promise.P5_ONE_WINNER),
                arguments(PlantedBug.ROUTES_ON_TRUST, Promise.P4_WHOLLY_THERE_OR_WHOLLY_GONE),
                arguments(PlantedBug.LOST_FENCE, Promise.P1_NO_ORPHANS));
    }

    private static Optional<Violation> violation(long seed, PlantedBug bug) {
        try {
            Simulation.run(seed, bug);
            return Optional.empty();
        } catch (Violation violation) {
            return Optional.of(violation);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void what_follows_from_a_seed_follows_again(long seed) {
        List<String> first = Simulation.runTraced(seed, PlantedBug.NONE).trace();
        List<String> again = Simulation.runTraced(seed, PlantedBug.NONE).trace();

        assertThat(again).isEqualTo(first).isNotEmpty();
    }
}
