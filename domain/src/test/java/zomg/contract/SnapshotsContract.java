package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.named;
import static zomg.fixture.BoxFixtures.uid;
import static zomg.fixture.Refusals.assertRefused;
import static zomg.fixture.Refusals.refusedAs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.fixture.Crowd;
import zomg.model.box.Box;
import zomg.model.id.SnapshotName;
import zomg.model.snapshot.Description;
import zomg.model.snapshot.Snapshot;
import zomg.model.snapshot.SnapshotState;
import zomg.port.Boxes;
import zomg.port.Graves;
import zomg.port.Snapshots;

/** What all snapshot records do, together with the records of boxes. */
public interface SnapshotsContract {

    /** Empty when a test starts, the same one during a test. */
    Snapshots snapshots();

    Boxes boxes();

    Graves graves();

    @Test
    default void a_snapshot_is_found_by_its_box_and_name() {
        Box box = boxes().add(named("web"));
        Box other = boxes().add(named("db"));
        Snapshot snapshot = of(box, "v0");
        Snapshot sameName = of(other, "v0");

        snapshots().add(snapshot);
        snapshots().add(sameName);

        assertThat(snapshots().find(box.uid(), snapshot.name())).contains(snapshot);
        assertThat(snapshots().find(other.uid(), snapshot.name())).contains(sameName);
        assertThat(snapshots().find(box.uid(), new SnapshotName("v1"))).isEmpty();
        assertThat(snapshots().of(box.uid())).containsExactly(snapshot);
    }

    @Test
    default void snapshots_are_listed_oldest_first() {
        Box box = boxes().add(named("web"));
        Snapshot late = at(box, "a", 2);
        Snapshot early = at(box, "b", 1);
        snapshots().add(late);
        snapshots().add(early);

        assertThat(snapshots().of(box.uid())).containsExactly(early, late);
    }

    @Test
    default void a_name_is_given_once() {
        Box box = boxes().add(named("web"));
        snapshots().add(of(box, "v0"));

        assertRefused(ErrorCode.SNAPSHOT_EXISTS, () -> snapshots().add(of(box, "v0")));

        assertThat(snapshots().of(box.uid())).hasSize(1);
    }

    @Test
    default void of_many_that_add_one_snapshot_name_one_wins() throws InterruptedException {
        Box box = boxes().add(named("web"));
        Snapshots snapshots = snapshots();

        Crowd.Outcome<Boolean> outcome =
                Crowd.of(
                        10,
                        _ -> {
                            snapshots.add(of(box, "v0"));
                            return true;
                        });

        assertThat(outcome.values()).hasSize(1);
        assertThat(outcome.failures()).hasSize(9).allSatisfy(refusedAs(ErrorCode.SNAPSHOT_EXISTS));
    }

    @Test
    default void a_box_that_is_forgotten_gets_none() {
        Box box = boxes().add(named("web"));
        boxes().forget(box.uid());

        assertRefused(ErrorCode.BOX_NOT_FOUND, () -> snapshots().add(of(box, "v0")));
    }

    @Test
    default void a_box_has_so_many_and_no_more() {
        Box box = boxes().add(named("web"));
        for (int number = 0; number < Snapshots.MOST; number++) {
            snapshots().add(of(box, "v" + number));
        }

        assertRefused(ErrorCode.TOO_MANY_SNAPSHOTS, () -> snapshots().add(of(box, "more")));

        snapshots().forget(snapshots().of(box.uid()).getFirst().uid());
        snapshots().add(of(box, "more"));
        assertThat(snapshots().of(box.uid())).hasSize(Snapshots.MOST);
    }

    @Test
    default void a_snapshot_changes_and_keeps_all_that_is_said_of_it() {
        Box box = boxes().add(named("web"));
        Snapshot intended =
                Snapshot.intended(
                        uid(),
                        box.uid(),
                        box.ref(),
                        new SnapshotName("0".repeat(63)),
                        new Description("ü".repeat(1000)),
                        true,
                        NOW);
        snapshots().add(intended);
        Snapshot ready = intended.ready(OptionalLong.of(1L << 50), 17);

        snapshots().replace(ready);
        snapshots().replace(ready);
        assertThat(snapshots().of(box.uid())).containsExactly(ready);

        for (SnapshotState state : SnapshotState.values()) {
            snapshots().replace(ready.withState(state));
            assertThat(snapshots().of(box.uid())).containsExactly(ready.withState(state));
        }
        snapshots().replace(ready);
        snapshots().restored(ready, NOW.plusNanos(3));
        assertThat(snapshots().of(box.uid())).containsExactly(ready.restored(NOW.plusNanos(3)));
    }

    @Test
    default void one_that_is_forgotten_is_not_there_and_is_in_a_grave() {
        Box box = boxes().add(named("web"));
        Snapshot snapshot = of(box, "v0");
        snapshots().add(snapshot);

        snapshots().forget(snapshot.uid());
        snapshots().forget(snapshot.uid());
        snapshots().forget(uid());

        assertThat(snapshots().of(box.uid())).isEmpty();
        assertThat(graves().forgotten()).containsExactly(snapshot.uid());
        assertRefused(ErrorCode.SNAPSHOT_NOT_FOUND, () -> snapshots().replace(snapshot));
        assertRefused(ErrorCode.SNAPSHOT_NOT_FOUND, () -> snapshots().restored(snapshot, NOW));
    }

    @Test
    default void snapshots_are_forgotten_with_their_box() {
        Box box = boxes().add(named("web"));
        Box other = boxes().add(named("db"));
        Snapshot snapshot = of(box, "v0");
        Snapshot staying = of(other, "v0");
        snapshots().add(snapshot);
        snapshots().add(staying);

        boxes().forget(box.uid());

        assertThat(snapshots().page(Optional.empty(), 10)).containsExactly(staying);
        assertThat(graves().forgotten()).containsExactlyInAnyOrder(box.uid(), snapshot.uid());
    }

    @Test
    default void pages_go_through_all_snapshots() {
        List<Snapshot> all = new ArrayList<>();
        for (String name : List.of("web", "db")) {
            Box box = boxes().add(named(name));
            for (int number = 0; number < 3; number++) {
                Snapshot snapshot = of(box, "v" + number);
                snapshots().add(snapshot);
                all.add(snapshot);
            }
        }

        List<Snapshot> first = snapshots().page(Optional.empty(), 4);
        List<Snapshot> rest = snapshots().page(Optional.of(first.getLast().uid()), 4);

        assertThat(first).hasSize(4);
        first = new ArrayList<>(first);
        first.addAll(rest);
        assertThat(first).containsExactlyInAnyOrderElementsOf(all);
        assertThat(snapshots().page(Optional.of(first.getLast().uid()), 4)).isEmpty();
    }

    private static Snapshot of(Box box, String name) {
        return at(box, name, 0);
    }

    private static Snapshot at(Box box, String name, int seconds) {
        return Snapshot.intended(
                uid(),
                box.uid(),
                box.ref(),
                new SnapshotName(name),
                Description.NONE,
                false,
                NOW.plusSeconds(seconds));
    }
}
