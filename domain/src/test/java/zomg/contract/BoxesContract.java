package zomg.contract;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.in;
import static zomg.fixture.BoxFixtures.named;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.BoxFixtures.uid;
import static zomg.fixture.BoxFixtures.web;
import static zomg.fixture.Refusals.assertRefused;
import static zomg.fixture.Refusals.refusedAs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.BoxFixtures;
import zomg.fixture.Crowd;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.id.BoxName;
import zomg.model.network.PublishedHosts;
import zomg.port.Boxes;
import zomg.port.Graves;

/** What all box records do; how they are listed is in {@link BoxListingContract}. */
public interface BoxesContract {

    int CROWD = 50;

    /** Empty when a test starts, the same one during a test. */
    Boxes boxes();

    /** Of the same boxes. */
    default Graves graves() {
        return (Graves) boxes();
    }

    /** As {@link #boxes}, on a machine that has the slots from 2 to {@code last} only. */
    Boxes boxesWithSlotsUpTo(int last);

    @Test
    default void a_box_is_found_as_it_was_stored() {
        Box box =
                new Box(
                        uid(),
                        ref("web"),
                        BoxFixtures.lavish(),
                        PublishedHosts.NONE,
                        BoxStatus.CREATING,
                        Optional.of(new Box.Parent(uid(), new BoxName("origin"))),
                        0,
                        0,
                        NOW,
                        NOW.plusNanos(1),
                        Optional.empty());

        Box stored = boxes().add(box);

        assertThat(stored).isEqualTo(box.stored(stored.slot(), stored.generation()));
        assertThat(stored.slot()).isGreaterThanOrEqualTo(2);
        assertThat(boxes().find(box.ref())).contains(stored);
        assertThat(Boxes.Query.everything().in(boxes())).containsExactly(stored);
    }

    @Test
    default void variables_keep_their_order_and_their_strangest_characters() {
        Box box = BoxFixtures.of(ref("web"), BoxFixtures.lavish());

        boxes().add(box);

        assertThat(boxes().find(box.ref()).orElseThrow().spec().environment().variables())
                .containsExactlyEntriesOf(BoxFixtures.awkwardEnvironment().variables());
    }

    @Test
    default void a_box_that_was_never_added_is_not_found() {
        boxes().add(web());

        assertThat(boxes().find(ref("other"))).isEmpty();
        assertThat(boxes().find(ref("other", "web"))).isEmpty();
    }

    @Test
    default void a_taken_name_is_refused_and_its_owner_stays() {
        Box first = boxes().add(web());

        assertRefused(ErrorCode.BOX_EXISTS, () -> boxes().add(web()));
        assertRefused(ErrorCode.BOX_EXISTS, () -> boxes().add(first));

        assertThat(Boxes.Query.everything().in(boxes())).containsExactly(first);
    }

    @Test
    default void the_same_name_in_two_projects_is_two_boxes() {
        Box one = boxes().add(in("one", "web"));
        Box two = boxes().add(in("two", "web"));

        assertThat(boxes().find(one.ref())).contains(one);
        assertThat(boxes().find(two.ref())).contains(two);
    }

    @Test
    default void the_longest_names_fit() {
        Box longName = boxes().add(in("p", "b".repeat(60)));
        Box longProject = boxes().add(in("p".repeat(58), "box"));

        assertThat(boxes().find(longName.ref())).contains(longName);
        assertThat(boxes().find(longProject.ref())).contains(longProject);
    }

    @Test
    default void of_many_that_add_one_name_one_wins() throws InterruptedException {
        Boxes boxes = boxes();

        Crowd.Outcome<Box> outcome = Crowd.of(CROWD, _ -> boxes.add(web()));

        assertThat(outcome.values()).hasSize(1);
        assertThat(outcome.failures())
                .hasSize(CROWD - 1)
                .allSatisfy(refusedAs(ErrorCode.BOX_EXISTS));
        assertThat(Boxes.Query.everything().in(boxes)).containsExactlyElementsOf(outcome.values());
    }

    @Test
    default void many_that_add_different_names_all_get_in_with_slots_of_their_own()
            throws InterruptedException {
        Boxes boxes = boxes();

        Crowd.Outcome<Box> outcome = Crowd.of(CROWD, number -> boxes.add(named("box-" + number)));

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.values().stream().map(Box::slot).collect(toSet())).hasSize(CROWD);
        assertThat(Boxes.Query.everything().in(boxes))
                .containsExactlyInAnyOrderElementsOf(outcome.values());
    }

    @Test
    default void a_change_is_seen_and_counted() {
        Box added = boxes().add(BoxFixtures.of(ref("web"), BoxFixtures.lavish()));

        Box changed =
                boxes().replace(
                                added.withSpec(BoxFixtures.plain(), NOW)
                                        .withStatus(BoxStatus.RUNNING, NOW.plusSeconds(1)));

        assertThat(changed.generation()).isEqualTo(added.generation() + 1);
        assertThat(changed.slot()).isEqualTo(added.slot());
        assertThat(changed.spec()).isEqualTo(BoxFixtures.plain());
        assertThat(changed.createdAt()).isEqualTo(NOW);
        assertThat(changed.updatedAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(boxes().find(added.ref())).contains(changed);
    }

    @Test
    default void every_status_and_a_long_failure_are_kept() {
        Box box = boxes().add(web());
        for (BoxStatus status : BoxStatus.values()) {
            box = boxes().replace(box.withStatus(status, NOW));
            assertThat(boxes().find(box.ref())).contains(box);
        }

        Box failed = boxes().replace(box.failed("no\n'end' \\ ".repeat(1_000), NOW));

        assertThat(boxes().find(box.ref())).contains(failed);
    }

    @Test
    default void a_change_of_an_old_reading_is_refused() {
        Box read = boxes().add(web());
        Box won = boxes().replace(read.withStatus(BoxStatus.RUNNING, NOW));

        assertRefused(
                ErrorCode.BOX_BUSY,
                () -> boxes().replace(read.withStatus(BoxStatus.DELETING, NOW)));

        assertThat(boxes().find(read.ref())).contains(won);
    }

    @Test
    default void of_many_that_change_one_reading_one_wins() throws InterruptedException {
        Boxes boxes = boxes();
        Box read = boxes.add(web());

        Crowd.Outcome<Box> outcome =
                Crowd.of(CROWD, number -> boxes.replace(read.failed("by " + number, NOW)));

        assertThat(outcome.values()).hasSize(1);
        assertThat(outcome.failures()).hasSize(CROWD - 1).allSatisfy(refusedAs(ErrorCode.BOX_BUSY));
        assertThat(boxes.find(read.ref())).contains(outcome.values().getFirst());
    }

    @Test
    default void a_change_of_an_unknown_box_is_refused() {
        assertRefused(ErrorCode.BOX_NOT_FOUND, () -> boxes().replace(web()));
    }

    @Test
    default void a_forgotten_box_is_gone_and_its_name_free() {
        Box old = boxes().add(BoxFixtures.of(ref("web"), BoxFixtures.lavish()));

        boxes().forget(old.uid());
        boxes().forget(old.uid());

        assertThat(boxes().find(old.ref())).isEmpty();
        assertRefused(ErrorCode.BOX_NOT_FOUND, () -> boxes().replace(old));
        Box fresh = boxes().add(web());
        assertThat(boxes().find(old.ref())).contains(fresh);
    }

    @Test
    default void forgetting_an_unknown_box_changes_nothing() {
        Box box = boxes().add(web());

        boxes().forget(uid());

        assertThat(Boxes.Query.everything().in(boxes())).containsExactly(box);
    }

    @Test
    default void what_was_forgotten_is_told_until_it_is_settled() {
        Box one = boxes().add(named("one"));
        Box two = boxes().add(named("two"));
        assertThat(graves().forgotten()).isEmpty();

        boxes().forget(one.uid());
        boxes().forget(one.uid());
        boxes().forget(two.uid());
        boxes().forget(uid());
        assertThat(graves().forgotten()).containsExactlyInAnyOrder(one.uid(), two.uid());

        graves().settle(Set.of(one.uid(), uid()));
        graves().settle(Set.of());
        assertThat(graves().forgotten()).containsExactly(two.uid());
    }

    @Test
    default void a_slot_is_given_again_only_when_its_box_is_forgotten() {
        Boxes boxes = boxesWithSlotsUpTo(6);
        List<Box> full = new ArrayList<>();
        IntStream.range(0, 5).forEach(number -> full.add(boxes.add(named("box-" + number))));

        Refusal refusal =
                assertRefused(ErrorCode.ENGINE_UNAVAILABLE, () -> boxes.add(named("late")));
        boxes.forget(full.get(2).uid());
        Box late = boxes.add(named("late"));

        assertThat(full).extracting(Box::slot).containsExactlyInAnyOrder(2, 3, 4, 5, 6);
        assertThat(refusal).hasMessageContaining("slot");
        assertThat(late.slot()).isEqualTo(full.get(2).slot());
    }

    /** What the kernel still has of an old box must not meet a new one at once. */
    @Test
    default void a_slot_that_was_just_freed_is_the_last_to_be_given_again() {
        Boxes boxes = boxesWithSlotsUpTo(5);
        Box old = boxes.add(named("old"));
        boxes.forget(old.uid());

        List<Integer> given = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            given.add(boxes.add(named("box-" + number)).slot());
        }

        assertThat(given).doesNotHaveDuplicates().endsWith(old.slot());
    }
}
