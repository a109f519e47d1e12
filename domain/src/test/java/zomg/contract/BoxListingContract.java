package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.in;
import static zomg.fixture.BoxFixtures.named;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.BoxFixtures.tagged;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.model.box.Box;
import zomg.model.box.Tags;
import zomg.model.id.BoxRef;
import zomg.model.id.NamePrefix;
import zomg.model.id.ProjectName;
import zomg.port.Boxes;

/** How all box records are listed. */
public interface BoxListingContract {

    /** Empty when a test starts, the same one during a test. */
    Boxes boxes();

    @Test
    default void nothing_is_listed_of_nothing() {
        assertThat(Boxes.Query.everything().in(boxes())).isEmpty();
        assertThat(Boxes.Query.of(ProjectName.DEFAULT).in(boxes())).isEmpty();
    }

    /** The order is that of ASCII, whatever the database's language is: a dash is a character. */
    @Test
    default void boxes_are_listed_in_the_order_of_their_refs() {
        List<Box> added = new ArrayList<>();
        for (String name : List.of("b", "a-b", "ab", "a1", "a", "a-1", "z9", "a0-0")) {
            added.add(boxes().add(in("p2", name)));
            added.add(boxes().add(in("p-2", name)));
            added.add(boxes().add(in("p", name)));
        }

        List<Box> listed = Boxes.Query.everything().in(boxes()).toList();

        assertThat(listed)
                .extracting(Box::ref)
                .containsExactlyElementsOf(added.stream().map(Box::ref).sorted().toList());
    }

    @Test
    default void a_project_lists_its_own_boxes() {
        boxes().add(in("one", "a"));
        Box two = boxes().add(in("two", "a"));

        assertThat(Boxes.Query.of(new ProjectName("two")).in(boxes())).containsExactly(two);
        assertThat(Boxes.Query.of(new ProjectName("three")).in(boxes())).isEmpty();
    }

    @Test
    default void all_tags_of_a_query_must_be_there_exactly() {
        boxes().add(named("bare"));
        Box front = boxes().add(tagged("front", Map.of("tier", "front")));
        Box blue = boxes().add(tagged("blue", Map.of("tier", "front", "color", "blue")));
        boxes().add(tagged("almost", Map.of("tier", "front2", "xtier", "front")));
        boxes().add(tagged("dotted", Map.of("ti.r", "fr.nt")));
        Box underscore = boxes().add(tagged("underscore", Map.of("ti_r", "fr_nt")));

        assertThat(withTags(Map.of("tier", "front"))).containsExactly(blue, front);
        assertThat(withTags(Map.of("tier", "front", "color", "blue"))).containsExactly(blue);
        assertThat(withTags(Map.of("tier", "front", "color", "red"))).isEmpty();
        assertThat(withTags(Map.of("tier", "ront"))).isEmpty();
        assertThat(withTags(Map.of("ti_r", "fr_nt"))).containsExactly(underscore);
    }

    private List<Box> withTags(Map<String, String> tags) {
        return boxes().page(
                        new Boxes.Query(
                                Optional.empty(),
                                Optional.empty(),
                                Tags.of(tags),
                                Optional.empty(),
                                100))
                .boxes();
    }

    @Test
    default void a_limit_and_a_start_select_one_page() {
        List<Box> added =
                List.of(
                        boxes().add(in("one", "a")),
                        boxes().add(in("one", "b")),
                        boxes().add(in("two", "a")),
                        boxes().add(in("two", "b")));

        assertThat(page(Optional.empty(), 2)).isEqualTo(added.subList(0, 2));
        assertThat(page(Optional.of(added.get(1).ref()), 1)).containsExactly(added.get(2));
        assertThat(page(Optional.of(ref("one", "aa")), 9)).isEqualTo(added.subList(1, 4));
        assertThat(page(Optional.of(added.get(3).ref()), 9)).isEmpty();
    }

    @Test
    default void tags_and_limit_together_count_only_what_matches() {
        for (int number = 0; number < 10; number++) {
            boxes().add(named("a-" + number));
        }
        Box match = boxes().add(tagged("b", Map.of("tier", "front")));
        Tags wanted = Tags.of(Map.of("tier", "front"));

        assertThat(
                        boxes().page(
                                        new Boxes.Query(
                                                Optional.of(ProjectName.DEFAULT),
                                                Optional.empty(),
                                                wanted,
                                                Optional.of(ref("a-3")),
                                                1))
                                .boxes())
                .containsExactly(match);
    }

    @Test
    default void a_prefix_selects_the_names_that_begin_with_it() {
        for (String name : List.of("web", "we", "web-1", "web2", "wec", "wea", "v", "x-web")) {
            boxes().add(named(name));
        }
        boxes().add(in("other", "web-9"));

        assertThat(withPrefix("web")).containsExactly("web", "web-1", "web2", "web-9");
        assertThat(withPrefix("web-")).containsExactly("web-1", "web-9");
        assertThat(withPrefix("z")).isEmpty();
    }

    private List<String> withPrefix(String prefix) {
        return boxes()
                .page(
                        new Boxes.Query(
                                Optional.empty(),
                                Optional.of(new NamePrefix(prefix)),
                                Tags.NONE,
                                Optional.empty(),
                                100))
                .boxes()
                .stream()
                .map(box -> box.ref().name().value())
                .toList();
    }

    /** What is there from the first page to the last is on exactly one page. */
    @Test
    default void pages_stay_stable_while_boxes_come_and_go() {
        List<BoxRef> steady = new ArrayList<>();
        for (int number = 10; number < 20; number++) {
            steady.add(boxes().add(named("m-" + number)).ref());
        }
        Box shortLived = boxes().add(named("m-1"));
        List<BoxRef> seen = new ArrayList<>();
        Optional<BoxRef> after = Optional.empty();

        for (int turn = 0; turn < 6; turn++) {
            List<Box> page = page(after, 2);
            seen.addAll(page.stream().map(Box::ref).toList());
            after = Optional.of(page.getLast().ref());
            boxes().forget(shortLived.uid());
            boxes().add(named("a-" + turn));
        }

        assertThat(seen).containsOnlyOnceElementsOf(steady);
    }

    private List<Box> page(Optional<BoxRef> after, int limit) {
        return boxes().page(
                        new Boxes.Query(
                                Optional.empty(), Optional.empty(), Tags.NONE, after, limit))
                .boxes();
    }
}
