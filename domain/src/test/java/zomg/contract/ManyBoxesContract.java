package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.in;
import static zomg.fixture.BoxFixtures.named;
import static zomg.fixture.BoxFixtures.plain;
import static zomg.fixture.BoxFixtures.ref;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import zomg.fixture.BoxFixtures;
import zomg.model.box.Box;
import zomg.model.box.BoxPage;
import zomg.model.box.BoxSpec;
import zomg.model.box.Environment;
import zomg.model.box.Tags;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.port.Boxes;
import zomg.usecase.box.ListBoxes;

/** How box records are listed when there are many of them, or large ones. */
public interface ManyBoxesContract {

    /** As large as one may be. */
    Environment LARGE =
            Environment.of(
                    Map.of(
                            "A", "a".repeat(96 * 1024 - 1),
                            "B", "b".repeat(96 * 1024 - 1),
                            "C", "c".repeat(64 * 1024 - 1)));

    /** Empty when a test starts, the same one during a test. */
    Boxes boxes();

    /** Records all of them, by whatever way is fast. */
    void addAll(Collection<Box> many);

    @Test
    default void ten_thousand_boxes_are_each_on_one_page_while_others_come_and_go() {
        List<Box> steady = new ArrayList<>(many("alpha", "box", 1_000));
        steady.addAll(many("default", "box", 7_500));
        steady.addAll(many("zeta", "box", 500));
        List<Box> leaving = many("default", "leaving", 1_000);
        addAll(Stream.concat(steady.stream(), leaving.stream()).toList());
        Iterator<Box> next = leaving.iterator();
        List<BoxRef> seen = new ArrayList<>();

        int pages = 0;
        Optional<BoxRef> after = Optional.empty();
        do {
            BoxPage page = page(Optional.empty(), after, ListBoxes.MAX_PAGE);
            page.boxes().forEach(box -> seen.add(box.ref()));
            after = page.next();
            pages++;
            for (int one = 0; one < 5; one++) {
                boxes().forget(next.next().uid());
                boxes().add(in("alpha", "late-%d-%d".formatted(pages, one)));
                boxes().add(in("zeta", "late-%d-%d".formatted(pages, one)));
            }
            boxes().forget(page.boxes().getFirst().uid());
            boxes().forget(page.boxes().getLast().uid());
        } while (after.isPresent());

        assertThat(seen).isSorted().doesNotHaveDuplicates();
        assertThat(seen).containsAll(steady.stream().map(Box::ref).toList());
        assertThat(pages).isBetween(10, 11);
    }

    @Test
    default void a_project_of_thousands_is_listed_alone_from_any_place() {
        addAll(Stream.of("a", "m", "z").flatMap(one -> many(one, "box", 1_000).stream()).toList());
        Optional<ProjectName> project = Optional.of(new ProjectName("m"));

        assertThat(Boxes.Query.of(project.get()).in(boxes())).hasSize(1_000);
        assertThat(page(project, Optional.of(ref("m", "box-899")), 110).boxes()).hasSize(110);
        assertThat(page(project, Optional.of(ref("m", "box-899")), 111).next()).isEmpty();
        assertThat(page(project, Optional.of(ref("a", "box-5")), 1_000).boxes()).hasSize(1_000);
        assertThat(page(project, Optional.of(ref("z", "box-5")), 1_000).boxes()).isEmpty();
    }

    @Test
    default void few_matches_among_thousands_are_all_found() {
        addAll(many("default", "box", 3_000));
        Set<BoxRef> tagged =
                IntStream.of(1, 1_500, 2_999)
                        .mapToObj("box-%04d-tagged"::formatted)
                        .map(name -> boxes().add(BoxFixtures.tagged(name, Map.of("rare", "yes"))))
                        .map(Box::ref)
                        .collect(Collectors.toSet());

        Boxes.Query rare =
                new Boxes.Query(
                        Optional.empty(),
                        Optional.empty(),
                        Tags.of(Map.of("rare", "yes")),
                        Optional.empty(),
                        2);

        assertThat(boxes().page(rare).next()).isPresent();
        assertThat(rare.in(boxes()).map(Box::ref)).containsExactlyInAnyOrderElementsOf(tagged);
    }

    @Test
    default void a_page_of_large_boxes_ends_early_and_the_next_goes_on() {
        List<Box> large =
                IntStream.range(0, 20)
                        .mapToObj(number -> ref("large-" + (char) ('a' + number)))
                        .map(ref -> BoxFixtures.of(ref, with(LARGE)))
                        .toList();
        addAll(large);
        addAll(IntStream.range(0, 20).mapToObj(number -> named("small-" + number)).toList());
        List<BoxRef> seen = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();

        Optional<BoxRef> after = Optional.empty();
        do {
            BoxPage page = page(Optional.empty(), after, ListBoxes.MAX_PAGE);
            assertThat(page.boxes().stream().mapToInt(Box::content).sum())
                    .isLessThan(BoxPage.FULL + large.getFirst().content());
            page.boxes().forEach(box -> seen.add(box.ref()));
            sizes.add(page.boxes().size());
            after = page.next();
        } while (after.isPresent());

        assertThat(sizes).containsExactly(8, 8, 24);
        assertThat(seen).hasSize(40).isSorted().doesNotHaveDuplicates();
    }

    private static BoxSpec with(Environment environment) {
        BoxSpec plain = plain();
        return new BoxSpec(
                plain.base(),
                plain.config(),
                environment,
                plain.tags(),
                plain.port(),
                plain.grace(),
                plain.isolation(),
                plain.volumes());
    }

    private static List<Box> many(String project, String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> in(project, "%s-%d".formatted(prefix, number)))
                .toList();
    }

    private BoxPage page(Optional<ProjectName> project, Optional<BoxRef> after, int limit) {
        return boxes().page(new Boxes.Query(project, Optional.empty(), Tags.NONE, after, limit));
    }
}
