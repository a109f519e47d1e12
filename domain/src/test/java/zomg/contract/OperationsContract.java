package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.BoxFixtures.uid;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.model.operation.Operation;
import zomg.model.operation.Operation.Progress;
import zomg.port.Operations;
import zomg.port.Operations.Place;
import zomg.port.Operations.Query;

/** What all records of operations do. */
public interface OperationsContract {

    /** Empty when a test starts, the same one during a test. */
    Operations operations();

    @Test
    default void an_operation_is_found_as_it_was_added() {
        Operation operation =
                running(ref("web"), NOW).about(Optional.of(uid())).at(new Progress(7, "ä"), NOW);

        operations().add(operation);

        assertThat(operations().find(operation.id())).contains(operation);
        assertThat(operations().find(uid())).isEmpty();
    }

    @Test
    default void an_operation_is_found_as_it_was_updated() {
        Operation operation = running(ref("web"), NOW);
        operations().add(operation);
        Operation failed =
                operation.failed(new Operation.Failure("start_failed", "no tini"), later(5));

        operations().update(failed);

        assertThat(operations().find(operation.id())).contains(failed);
    }

    @Test
    default void updating_what_was_forgotten_does_not_bring_it_back() {
        operations().update(running(ref("web"), NOW));

        assertThat(operations().list(everything(10))).isEmpty();
    }

    @Test
    default void the_newest_come_first_and_pages_go_on_where_the_last_one_ended() {
        List<Operation> added = new ArrayList<>();
        for (int second = 0; second < 5; second++) {
            // Two of the same instant each: the id decides.
            added.add(running(ref("web"), later(second / 2)));
            operations().add(added.getLast());
        }

        List<Operation> found = new ArrayList<>();
        Optional<Place> after = Optional.empty();
        for (int page = 0; page < 3; page++) {
            List<Operation> next =
                    operations().list(new Query(Optional.empty(), Optional.empty(), after, 2));
            found.addAll(next);
            after = Optional.of(Place.of(next.getLast()));
        }

        assertThat(found).containsExactlyInAnyOrderElementsOf(added);
        assertThat(found)
                .extracting(Operation::createdAt)
                .isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(operations().list(new Query(Optional.empty(), Optional.empty(), after, 2)))
                .isEmpty();
    }

    @Test
    default void they_are_listed_by_project_and_state() {
        Operation here = running(ref("here", "web"), NOW);
        Operation done = running(ref("here", "db"), NOW).succeeded(NOW);
        Operation there = running(ref("there", "web"), NOW);
        List.of(here, done, there).forEach(operations()::add);

        assertThat(
                        operations()
                                .list(
                                        new Query(
                                                Optional.of(new ProjectName("here")),
                                                Optional.of(Operation.State.RUNNING),
                                                Optional.empty(),
                                                10)))
                .containsExactly(here);
        assertThat(
                        operations()
                                .list(
                                        new Query(
                                                Optional.of(new ProjectName("here")),
                                                Optional.empty(),
                                                Optional.empty(),
                                                10)))
                .containsExactlyInAnyOrder(here, done);
    }

    @Test
    default void what_ended_long_ago_is_forgotten_and_what_runs_is_not() {
        Operation running = running(ref("web"), NOW);
        Operation old = running(ref("web"), NOW).cancelled(later(9));
        Operation young = running(ref("web"), NOW).succeeded(later(10));
        List.of(running, old, young).forEach(operations()::add);

        operations().forget(later(10), 100);

        assertThat(operations().list(everything(10))).containsExactlyInAnyOrder(running, young);
    }

    @Test
    default void only_the_newest_of_many_are_kept() {
        Operation running = running(ref("web"), NOW);
        operations().add(running);
        for (int second = 1; second <= 5; second++) {
            operations().add(running(ref("web"), later(second)).succeeded(later(second)));
        }

        operations().forget(NOW, 2);

        assertThat(operations().list(everything(10)))
                .extracting(Operation::createdAt)
                .containsExactly(later(5), later(4), NOW);
    }

    @Test
    default void a_long_reason_is_cut() {
        Operation operation =
                running(ref("web"), NOW)
                        .failed(new Operation.Failure("start_failed", "x".repeat(100_000)), NOW);

        operations().add(operation);

        assertThat(operations().find(operation.id()))
                .hasValueSatisfying(
                        found ->
                                assertThat(found.failure().orElseThrow().detail())
                                        .startsWith("xx"));
    }

    private static Query everything(int limit) {
        return new Query(Optional.empty(), Optional.empty(), Optional.empty(), limit);
    }

    private static Instant later(int seconds) {
        return NOW.plus(Duration.ofSeconds(seconds));
    }

    static Operation running(BoxRef ref, Instant created) {
        return new Operation(
                uid(),
                Operation.Kind.STOP,
                ref,
                Optional.empty(),
                Operation.State.RUNNING,
                Progress.NONE,
                Optional.empty(),
                "root",
                created,
                created);
    }
}
