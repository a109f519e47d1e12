package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.in;
import static zomg.fixture.BoxFixtures.named;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertInvalid;
import static zomg.fixture.Refusals.assertRefused;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.Crowd;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.journal.Change;
import zomg.model.journal.Entry;
import zomg.model.network.Host;
import zomg.model.network.PublishedHosts;
import zomg.port.Boxes;
import zomg.port.Hosts;
import zomg.port.Hosts.Claim;
import zomg.port.Hosts.Claimed;
import zomg.port.Journal;

/** What all records of published hosts do. */
public interface HostsContract {

    Host SHOP = new Host("shop.example.com");
    Host BLOG = new Host("blog.example.com");

    /** None when a test starts, the same ones during a test. */
    Hosts hosts();

    /** Of the same records. */
    Boxes boxes();

    /** Of the same records. */
    Journal journal();

    private Box added(String name) {
        return boxes().add(named(name));
    }

    private static Claim of(Host host) {
        return new Claim(host, Optional.empty());
    }

    private Box claimed(Box box, Host host) {
        return hosts().claim(box, of(host), Optional.empty()).winner();
    }

    private List<Change> changesAfter(long id) {
        return journal().after(id, Journal.Filter.NONE, 100).stream().map(Entry::change).toList();
    }

    @Test
    default void a_host_is_in_the_record_of_its_box() {
        Box web = added("web");
        Box other = added("other");

        Box stored = claimed(claimed(web, SHOP), BLOG);

        assertThat(stored.hosts().all()).containsExactly(BLOG, SHOP);
        assertThat(stored.generation()).isEqualTo(web.generation() + 2);
        assertThat(stored.updatedAt()).isNotEqualTo(web.updatedAt());
        assertThat(boxes().find(web.ref())).contains(stored);
        assertThat(Boxes.Query.everything().in(boxes())).containsExactly(other, stored);
        assertThat(hosts().owner(SHOP)).contains(stored);
        assertThat(hosts().owner(new Host("www.example.com"))).isEmpty();
    }

    @Test
    default void nothing_else_of_a_record_changes_its_hosts() {
        Box web = claimed(added("web"), SHOP);

        Box running = boxes().replace(web.withStatus(BoxStatus.RUNNING, Instant.EPOCH));

        assertThat(running.hosts().all()).containsExactly(SHOP);
        assertThat(boxes().find(web.ref())).contains(running);
    }

    @Test
    default void a_released_host_is_free() {
        Box web = claimed(claimed(added("web"), SHOP), BLOG);
        Box other = added("other");

        Box released = hosts().release(web, SHOP);

        assertThat(released.hosts().all()).containsExactly(BLOG);
        assertThat(boxes().find(web.ref())).contains(released);
        assertThat(hosts().owner(SHOP)).isEmpty();
        assertThat(claimed(other, SHOP).hosts().all()).containsExactly(SHOP);
    }

    @Test
    default void a_host_of_another_box_is_refused() {
        Box web = claimed(added("web"), SHOP);
        Box other = boxes().add(in("shop", "other"));

        assertRefused(ErrorCode.HOST_IN_USE, () -> claimed(other, SHOP));
        assertRefused(ErrorCode.HOST_NOT_OWNED, () -> hosts().release(other, SHOP));
        assertRefused(ErrorCode.HOST_NOT_OWNED, () -> hosts().release(web, BLOG));

        assertThat(hosts().owner(SHOP)).contains(web);
        assertThat(boxes().find(other.ref())).contains(other);
    }

    @Test
    default void a_host_moves_from_the_box_that_has_it() {
        Box web = claimed(claimed(added("web"), SHOP), BLOG);
        Box other = boxes().add(in("shop", "other"));

        Claimed claimed = hosts().claim(other, of(SHOP), Optional.of(web));

        assertThat(claimed.winner().hosts().all()).containsExactly(SHOP);
        assertThat(claimed.loser().orElseThrow().hosts().all()).containsExactly(BLOG);
        assertThat(boxes().find(other.ref())).contains(claimed.winner());
        assertThat(boxes().find(web.ref())).isEqualTo(claimed.loser());
        assertThat(hosts().owner(SHOP)).contains(claimed.winner());
    }

    @Test
    default void a_host_moves_from_nobody_else() {
        Box web = claimed(added("web"), SHOP);
        Box other = added("other");
        Box third = added("third");

        assertRefused(
                ErrorCode.HOST_IN_USE, () -> hosts().claim(other, of(SHOP), Optional.of(third)));

        assertThat(hosts().owner(SHOP)).contains(web);
    }

    @Test
    default void a_host_that_its_box_gave_up_meanwhile_moves_from_nobody() {
        Box web = hosts().release(claimed(added("web"), SHOP), SHOP);
        Box other = added("other");

        Claimed claimed = hosts().claim(other, of(SHOP), Optional.of(web));

        assertThat(claimed.loser()).isEmpty();
        assertThat(boxes().find(web.ref())).contains(web);
        assertThat(hosts().owner(SHOP)).contains(claimed.winner());
    }

    @Test
    default void a_box_whose_own_host_it_is_keeps_it() {
        Box web = added("web");
        Claim claim = new Claim(SHOP, Optional.of(ref("shop")));
        assertThat(hosts().claim(web, claim, Optional.empty()).winner().hosts().has(SHOP)).isTrue();
        hosts().release(boxes().find(web.ref()).orElseThrow(), SHOP);

        added("shop");

        Box again = boxes().find(web.ref()).orElseThrow();
        assertRefused(ErrorCode.HOST_IN_USE, () -> hosts().claim(again, claim, Optional.empty()));
    }

    @Test
    default void who_read_the_record_before_it_changed_is_refused() {
        Box web = added("web");
        Box other = claimed(added("other"), BLOG);
        Box stale = web;
        Box fresh = claimed(web, SHOP);

        assertRefused(ErrorCode.BOX_BUSY, () -> claimed(stale, new Host("www.example.com")));
        assertRefused(ErrorCode.BOX_BUSY, () -> hosts().release(stale, SHOP));
        assertRefused(ErrorCode.BOX_BUSY, () -> hosts().claim(other, of(SHOP), Optional.of(stale)));

        assertThat(boxes().find(web.ref())).contains(fresh);
        assertThat(boxes().find(other.ref())).contains(other);
    }

    @Test
    default void the_hosts_of_a_forgotten_box_are_free() {
        Box web = claimed(claimed(added("web"), SHOP), BLOG);
        Box other = added("other");

        boxes().forget(web.uid());

        assertThat(hosts().owner(SHOP)).isEmpty();
        assertThat(claimed(other, SHOP).hosts().all()).containsExactly(SHOP);
        assertThat(added("web").hosts()).isEqualTo(PublishedHosts.NONE);
        assertRefused(ErrorCode.BOX_NOT_FOUND, () -> claimed(web, BLOG));
        assertRefused(ErrorCode.BOX_NOT_FOUND, () -> hosts().release(web, BLOG));
    }

    @Test
    default void of_many_that_claim_a_host_at_once_one_has_it() throws InterruptedException {
        List<Box> many = IntStream.range(0, 20).mapToObj(number -> added("box-" + number)).toList();

        Crowd.Outcome<Box> outcome = Crowd.of(20, number -> claimed(many.get(number), SHOP));

        assertThat(outcome.values()).hasSize(1);
        assertThat(outcome.failures())
                .allMatch(
                        failure ->
                                failure instanceof Refusal refusal
                                        && refusal.code() == ErrorCode.HOST_IN_USE);
        assertThat(hosts().owner(SHOP)).contains(outcome.values().getFirst());
        assertThat(Boxes.Query.everything().in(boxes()).filter(box -> box.hosts().has(SHOP)))
                .hasSize(1);
    }

    @Test
    default void of_many_that_take_a_host_from_its_box_at_once_one_has_it()
            throws InterruptedException {
        Box web = claimed(added("web"), SHOP);
        List<Box> many = IntStream.range(0, 20).mapToObj(number -> added("box-" + number)).toList();

        Crowd.Outcome<Claimed> outcome =
                Crowd.of(20, number -> hosts().claim(many.get(number), of(SHOP), Optional.of(web)));

        assertThat(outcome.values()).hasSize(1);
        assertThat(hosts().owner(SHOP)).contains(outcome.values().getFirst().winner());
        assertThat(boxes().find(web.ref()).orElseThrow().hosts()).isEqualTo(PublishedHosts.NONE);
    }

    @Test
    default void a_box_has_as_many_hosts_as_it_may_have_and_no_more() {
        String label = "l".repeat(63);
        Box web = added("web");
        for (int number = 0; number < PublishedHosts.MOST; number++) {
            String host = "h%03d.%s.%s.%s".formatted(number, label, label, "l".repeat(56));
            web = claimed(web, new Host(host + label.substring(1, 2)));
        }
        Box full = web;

        assertInvalid(ErrorCode.INVALID_REQUEST, () -> claimed(full, SHOP), "box");

        assertThat(boxes().find(web.ref())).contains(full);
        assertThat(full.hosts().all()).hasSize(PublishedHosts.MOST);
        assertThat(hosts().owner(SHOP)).isEmpty();
    }

    @Test
    default void what_happens_to_hosts_is_in_the_journal() {
        Box web = boxes().replace(added("web").withStatus(BoxStatus.RUNNING, Instant.EPOCH));
        Box other = added("other");
        long before = journal().span().newest().id();

        Box published = claimed(web, SHOP);
        Claimed moved = hosts().claim(other, of(SHOP), Optional.of(published));
        hosts().release(moved.winner(), SHOP);

        assertThat(changesAfter(before))
                .containsExactly(
                        Change.published(web, SHOP, Optional.empty()),
                        Change.unpublished(web, SHOP, Optional.of(other)),
                        Change.published(other, SHOP, Optional.of(web)),
                        Change.unpublished(other, SHOP, Optional.empty()));
    }
}
