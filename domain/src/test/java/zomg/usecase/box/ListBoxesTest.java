package zomg.usecase.box;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertInvalid;
import static zomg.fixture.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.ErrorCode;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.box.BoxPage;
import zomg.model.box.Tags;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;

final class ListBoxesTest {

    private final UseCases zomg = new UseCases(new InMemoryMachine());

    @Test
    void pages_follow_one_another_to_the_end() {
        List<BoxRef> refs = List.of(ref("a"), ref("b"), ref("c"), ref("d"), ref("p", "a"));
        refs.forEach(zomg::create);
        List<BoxRef> seen = new ArrayList<>();
        Optional<BoxRef> after = Optional.empty();
        int pages = 0;

        do {
            BoxPage page = page(after, 2);
            page.boxes().forEach(box -> seen.add(box.ref()));
            after = page.next();
            pages++;
        } while (after.isPresent());

        assertThat(seen).isEqualTo(refs);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void a_page_that_is_just_full_is_the_last() {
        zomg.create(ref("a"));
        zomg.create(ref("b"));

        assertThat(page(Optional.empty(), 2).next()).isEmpty();
        assertThat(page(Optional.empty(), 1).next()).contains(ref("a"));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1001, Integer.MAX_VALUE})
    void a_page_has_from_1_to_1000_boxes(int limit) {
        assertInvalid(
                ErrorCode.INVALID_REQUEST, () -> page(Optional.empty(), limit), "max_results");
    }

    @Test
    void one_box_is_shown_or_refused() {
        Box box = zomg.create(ref("a"));

        assertThat(zomg.showBox().show(ref("a"))).isEqualTo(box);
        assertThat(zomg.showBox().find(ref("b"))).isEmpty();
        assertRefused(ErrorCode.BOX_NOT_FOUND, () -> zomg.showBox().show(ref("b")));
    }

    @Test
    void projects_are_listed_with_the_number_of_their_boxes() {
        zomg.create(ref("one", "a"));
        zomg.create(ref("one", "b"));
        zomg.create(ref("two", "a"));
        zomg.deleteBox().delete(ref("two", "a"), true);

        assertThat(zomg.listProjects().list(Optional.empty(), 10).projects())
                .extracting(project -> project.usage().boxes())
                .containsExactly(2L, 0L);
        assertThat(zomg.listProjects().show(new ProjectName("one")).usage().boxes()).isEqualTo(2);
        assertRefused(
                ErrorCode.PROJECT_NOT_FOUND,
                () -> zomg.listProjects().show(new ProjectName("three")));
    }

    private BoxPage page(Optional<BoxRef> after, int limit) {
        return zomg.listBoxes().list(Optional.empty(), Optional.empty(), Tags.NONE, after, limit);
    }
}
