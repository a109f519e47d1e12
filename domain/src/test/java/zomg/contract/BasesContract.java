package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.uid;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import zomg.fixture.Crowd;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;
import zomg.model.base.Making;
import zomg.model.base.ScriptDigest;
import zomg.model.id.BaseAlias;
import zomg.port.Bases;

/** What all base records do. */
public interface BasesContract {

    /** Empty when a test starts, the same one during a test. */
    Bases bases();

    @Test
    default void a_base_is_found_by_its_alias_and_by_its_tag() {
        Base base = base("box-base", "1", NOW);

        add(base);

        assertThat(bases().find(BaseReference.parse("box-base"))).contains(base);
        assertThat(bases().find(BaseReference.parse("box-base:1"))).contains(base);
        assertThat(all()).containsExactly(base);
    }

    @Test
    default void an_unknown_alias_or_tag_is_not_found() {
        add(base("box-base", "1", NOW));

        assertThat(bases().find(BaseReference.parse("other"))).isEmpty();
        assertThat(bases().find(BaseReference.parse("other:1"))).isEmpty();
        assertThat(bases().find(BaseReference.parse("box-base:2"))).isEmpty();
    }

    @Test
    default void an_alias_alone_means_the_newest() {
        Base newest = base("box-base", "2", NOW.plusNanos(2));
        add(base("box-base", "1", NOW.plusNanos(1)));
        add(newest);
        add(base("box-base", "0", NOW));

        assertThat(bases().find(BaseReference.parse("box-base"))).contains(newest);
    }

    @Test
    default void the_same_version_again_replaces_the_older_record() {
        Base again = base("box-base", "1", NOW.plusSeconds(1));
        add(base("box-base", "1", NOW));

        add(again);
        add(again);

        assertThat(all()).containsExactly(again);
    }

    @Test
    default void what_is_not_known_of_a_base_stays_unknown() {
        Base base =
                new Base(
                        uid(),
                        new BaseAlias("mine"),
                        "1",
                        "root",
                        "box web",
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        NOW);

        add(base);

        assertThat(all()).containsExactly(base);
    }

    @Test
    default void a_forgotten_base_is_not_found_and_the_one_before_is_the_newest() {
        Base kept = base("box-base", "1", NOW);
        Base doomed = base("box-base", "2", NOW.plusSeconds(1));
        add(kept);
        add(doomed);

        bases().forget(doomed.uid());
        bases().forget(doomed.uid());
        bases().forget(uid());

        assertThat(bases().find(BaseReference.parse("box-base"))).contains(kept);
        assertThat(bases().find(doomed.reference())).isEmpty();
        assertThat(all()).containsExactly(kept);
    }

    @Test
    default void bases_are_listed_by_alias_and_newest_first() {
        Base old = base("b", "1", NOW);
        Base fresh = base("b", "2", NOW.plusSeconds(1));
        Base first = base("a", "9", NOW);
        add(old);
        add(fresh);
        add(first);

        assertThat(all()).containsExactly(first, fresh, old);
    }

    @Test
    default void the_longest_alias_and_tag_fit() {
        Base base = base("a".repeat(63), "f".repeat(64), NOW);

        add(base);

        assertThat(bases().find(new BaseReference(base.alias(), Optional.of(base.version()))))
                .contains(base);
    }

    @Test
    default void many_that_add_one_version_leave_one() throws InterruptedException {
        Bases bases = bases();

        Crowd.Outcome<Boolean> outcome =
                Crowd.of(
                        20,
                        number -> {
                            bases.add(
                                    base("box-base", "1", NOW.plusSeconds(number)), Making.UNKNOWN);
                            return true;
                        });

        assertThat(outcome.failures()).isEmpty();
        assertThat(all()).hasSize(1);
    }

    /** Also of those that came at the same instant, and while others come. */
    @Test
    default void a_limit_and_a_start_select_one_page_of_bases() {
        for (int number = 0; number < 5; number++) {
            add(base("b", "same-" + number, NOW));
        }
        add(base("b", "newer", NOW.plusNanos(1)));
        add(base("a", "1", NOW));
        add(base("c", "1", NOW));
        List<Base> known = all();
        List<Base> seen = new ArrayList<>();

        List<Base> page = bases().list(Optional.empty(), 2);
        while (!page.isEmpty()) {
            seen.addAll(page);
            add(base("b", "later-" + seen.size(), NOW.plusSeconds(seen.size())));
            page = bases().list(Optional.of(Bases.Place.of(page.getLast())), 2);
        }

        assertThat(seen).isEqualTo(known).hasSize(8);
    }

    @Test
    default void how_a_base_was_made_is_known_as_long_as_it_is() {
        Base base = base("box-base", "1", NOW);
        Making first = new Making(Optional.of("echo 'one'\n\n"), List.of("gh: none", "code: no"));
        bases().add(base, first);
        Base again = base("box-base", "1", NOW.plusSeconds(1));
        Making second = Making.by(Optional.of("ä".repeat(60_000)));

        assertThat(bases().making(base.uid())).isEqualTo(first);
        bases().add(again, second);
        bases().add(again, second);
        assertThat(bases().making(again.uid())).isEqualTo(second);
        assertThat(bases().making(base.uid())).isEqualTo(Making.UNKNOWN);
        bases().forget(again.uid());
        assertThat(bases().making(again.uid())).isEqualTo(Making.UNKNOWN);
        assertThat(bases().making(uid())).isEqualTo(Making.UNKNOWN);
    }

    private void add(Base base) {
        bases().add(base, Making.UNKNOWN);
    }

    private List<Base> all() {
        return bases().list(Optional.empty(), 100);
    }

    private static Base base(String alias, String version, Instant createdAt) {
        return new Base(
                uid(),
                new BaseAlias(alias),
                version,
                "zomg",
                "debian trixie of a mirror",
                Optional.of(new Base.Parent(new BaseAlias("p".repeat(63)), "e".repeat(64))),
                Optional.of(new ScriptDigest("0".repeat(64))),
                OptionalLong.of(1L << 40),
                createdAt);
    }
}
